/** A channel's colour, logo and place on the page. */
import { Checkbox, ColorPicker, Form, Input, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./Channels.module.css";
import { contrastWithWhite, isColour, textOn } from "./colour";
import type { ChannelFields } from "./fields";
import { LogoInput } from "./LogoInput";

export function LookFields({ color }: { color: string }) {
  const { t } = useTranslation("settings");
  const hardToRead = isColour(color) && textOn(color) === "ink";
  const ratio = hardToRead ? contrastWithWhite(color).toFixed(1) : "";
  return (
    <section className={styles.section}>
      <h2>{t("channels.section.appearance")}</h2>
      <Form.Item<ChannelFields>
        name={["settings", "color"]}
        required
        label={t("channels.color")}
        extra={hardToRead ? t("channels.colorContrast", { ratio }) : t("channels.colorHelp")}
        rules={[{ pattern: /^#[0-9a-f]{6}$/iu, message: t("channels.colorInvalid") }]}
      >
        <ColourInput />
      </Form.Item>
      <Form.Item<ChannelFields>
        name={["settings", "logo"]}
        label={t("channels.logo")}
        extra={t("channels.logoHelp")}
      >
        <LogoInput />
      </Form.Item>
      <Form.Item<ChannelFields>
        name={["settings", "position"]}
        required
        label={t("channels.position")}
      >
        <Segmented
          options={[
            { value: "right", label: t("channels.right") },
            { value: "left", label: t("channels.left") },
          ]}
        />
      </Form.Item>
      <Form.Item<ChannelFields> name={["settings", "attachments"]} valuePropName="checked">
        <Checkbox>{t("channels.attachments")}</Checkbox>
      </Form.Item>
    </section>
  );
}

/** A colour to pick or to type: brand colours come as a code from a style guide. */
function ColourInput(props: { id?: string; value?: string; onChange?: (value: string) => void }) {
  const { value = "", onChange } = props;
  return (
    <div className={styles.colour}>
      <ColorPicker
        value={isColour(value) ? value : "#2F6BFF"}
        disabledAlpha
        onChange={(colour) => onChange?.(colour.toHexString().toUpperCase())}
      />
      <Input
        id={props.id ?? ""}
        value={value}
        maxLength={7}
        spellCheck={false}
        onChange={(event) => onChange?.(event.target.value.trim())}
      />
    </div>
  );
}
