/** The settings's pages. */
import { useTranslation } from "react-i18next";
import { Page } from "@/ui/Page";

export function Component() {
  const { t } = useTranslation("settings");
  return <Page title={t("title")}>{null}</Page>;
}
