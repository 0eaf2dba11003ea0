/**
 * Which page lives at which address. Each feature brings its own routes and loads when it is
 * first opened. Pages inside the frame need a session; the entrance does not.
 */
import type { QueryClient } from "@tanstack/react-query";
import { createBrowserRouter, type RouteObject, redirect } from "react-router";
import { base, pageOf } from "@/api/address";
import { call } from "@/api/client";
import { sessionQuery } from "@/session/session";
import { PageProblem } from "@/ui/PageProblem";
import { PageSkeleton } from "@/ui/PageSkeleton";

export function createRouter(cache: QueryClient) {
  return createBrowserRouter(routesOf(cache), { basename: base || "/" });
}

function routesOf(cache: QueryClient): RouteObject[] {
  return [
    {
      ErrorBoundary: PageProblem,
      HydrateFallback: PageSkeleton,
      children: [
        { path: "/login", lazy: () => import("@/entrance/LoginPage") },
        { path: "/setup", lazy: () => import("@/entrance/SetupPage") },
        { path: "/invitations/:token", lazy: () => import("@/entrance/InvitationPage") },
        {
          path: "/",
          loader: ({ request }) => requireSession(cache, request),
          lazy: () => import("@/app/Frame"),
          children: [
            { index: true, loader: () => startPage(cache), Component: PageSkeleton },
            { path: "inbox/:conversationId?", lazy: () => import("@/inbox/InboxPage") },
            { path: "team", lazy: () => import("@/team/TeamPage") },
            { path: "knowledge/*", lazy: () => import("@/knowledge/KnowledgePages") },
            { path: "insight", lazy: () => import("@/insight/TodayPage") },
            { path: "settings/*", lazy: () => import("@/settings/SettingsPages") },
            { path: "*", lazy: () => import("@/app/NotFoundPage") },
          ],
        },
      ],
    },
  ];
}

/** Where somebody's work is: with customers, or else with what the bot knows. */
async function startPage(cache: QueryClient) {
  const session = await cache.ensureQueryData(sessionQuery);
  const { permissions } = session ?? {};
  const writes = permissions?.["faq.write"] && !permissions["conversation.reply"];
  return redirect(writes ? "/knowledge" : "/inbox");
}

async function requireSession(cache: QueryClient, request: Request) {
  const session = await cache.ensureQueryData(sessionQuery);
  if (session) return null;
  const { required } = await call("setup_status");
  if (required) throw redirect("/setup");
  const page = pageOf(new URL(request.url));
  const target = page === "/" || page === "" ? "" : `?next=${encodeURIComponent(page)}`;
  throw redirect(`/login${target}`);
}
