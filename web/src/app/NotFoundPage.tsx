/** An address that leads nowhere: the way back. */
import { Button } from "antd";
import { Compass } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { FullPageState } from "@/ui/FullPageState";
import { useDocumentTitle } from "@/ui/Page";

export function Component() {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  useDocumentTitle(t("notFound.title"));
  return (
    <FullPageState
      icon={<Compass size={20} strokeWidth={1.75} />}
      title={t("notFound.title")}
      text={t("notFound.text")}
      action={
        <Button type="primary" onClick={() => navigate("/")}>
          {t("notFound.action")}
        </Button>
      }
    />
  );
}
