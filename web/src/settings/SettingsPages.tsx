/** The settings: which page lives at which address below /settings. Pages without permission lead to the first allowed one. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { Navigate, Route, Routes } from "react-router";
import { useCan } from "@/session/session";
import { NoAccess } from "./NoAccess";
import { SettingsFrame } from "./SettingsFrame";
import { type SectionName, visibleSections } from "./sections";

const pages: Record<SectionName, LazyExoticComponent<ComponentType>> = {
  company: lazy(() => import("./company/CompanyPage")),
  members: lazy(() => import("./members/MembersPage")),
  teams: lazy(() => import("./teams/TeamsPage")),
  roles: lazy(() => import("./roles/RolesPage")),
  channels: lazy(() => import("./channels/ChannelsPage")),
  queues: lazy(() => import("./queues/QueuesPage")),
  canned: lazy(() => import("./canned/CannedPage")),
  tokens: lazy(() => import("./tokens/TokensPage")),
  ratings: lazy(() => import("./ratings/RatingsPage")),
};

const ChannelPage = lazy(() => import("./channels/ChannelPage"));

export function Component() {
  const can = useCan();
  const visible = visibleSections(can);
  const first = visible[0];
  if (!first) return <NoAccess />;
  return (
    <Routes>
      <Route element={<SettingsFrame sections={visible} />}>
        {visible.map(({ name }) => {
          const SectionPage = pages[name];
          return <Route key={name} path={name} element={<SectionPage />} />;
        })}
        {can("channel.manage") && <Route path="channels/:channelId" element={<ChannelPage />} />}
        <Route path="*" element={<Navigate to={`/settings/${first.name}`} replace />} />
      </Route>
    </Routes>
  );
}
