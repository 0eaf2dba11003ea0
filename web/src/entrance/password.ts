/** What a new password has to be, as form rules; the server has the last word. */
import type { FormRule } from "antd";
import type { TFunction } from "i18next";

const shortest = 10;

export function passwordRules(t: TFunction<"entrance">): FormRule[] {
  return [{ required: true, min: shortest, message: t("passwordShort") }];
}
