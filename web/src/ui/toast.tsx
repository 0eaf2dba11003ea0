/** A short word that something is done, with undo where that is safe. */
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";

const withUndo = 8;
const without = 2.5;

export function useToast() {
  const { message } = App.useApp();
  const { t } = useTranslation("ui");
  return (text: string, undo?: () => void) => {
    const key = crypto.randomUUID();
    message.open({
      key,
      type: "success",
      duration: undo ? withUndo : without,
      content: undo ? (
        <>
          {text}
          <Button
            type="link"
            size="small"
            onClick={() => {
              message.destroy(key);
              undo();
            }}
          >
            {t("undo")}
          </Button>
        </>
      ) : (
        text
      ),
    });
  };
}
