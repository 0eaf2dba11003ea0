/** An address that leads nowhere: the way back. */
import { Button, Result } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

export function Component() {
  const { t } = useTranslation("shell");
  return (
    <Result
      status="404"
      title={t("notFound.title")}
      subTitle={t("notFound.text")}
      extra={
        <Link to="/inbox">
          <Button type="primary">{t("notFound.action")}</Button>
        </Link>
      }
    />
  );
}
