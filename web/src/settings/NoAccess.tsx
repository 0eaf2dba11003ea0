/** The settings of someone who can set nothing. */
import { Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/EmptyState";
import { Page } from "@/ui/Page";

export function NoAccess() {
  const { t } = useTranslation("settings");
  return (
    <Page title={t("title")}>
      <EmptyState icon={<Lock size={20} />} title={t("noAccess.title")} text={t("noAccess.text")} />
    </Page>
  );
}
