/** A likeness of the widget with the form's colour and words. Not the widget: nothing in it can be pressed. */
import { Checkbox, Segmented } from "antd";
import { Paperclip, SendHorizontal, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "@/api/address";
import type { Locale, Localised } from "@/api/types";
import { fillOf, isColour, textOn } from "./colour";
import { type ChannelFields, locales } from "./fields";
import { previewWords } from "./preview-words";
import styles from "./WidgetPreview.module.css";

interface Props {
  fields: ChannelFields;
  locale: Locale;
  onLocale: (locale: Locale) => void;
}

export function WidgetPreview({ fields, locale, onLocale }: Props) {
  const { t } = useTranslation("settings");
  const [offline, setOffline] = useState(false);
  return (
    <aside className={styles.preview} aria-label={t("channels.preview")}>
      <div className={styles.controls}>
        <Segmented<Locale>
          size="small"
          value={locale}
          onChange={onLocale}
          aria-label={t("channels.previewLanguage")}
          options={locales.map((value) => ({ value, label: t(`locale.${value}`) }))}
        />
        <Checkbox checked={offline} onChange={(event) => setOffline(event.target.checked)}>
          {t("channels.previewOffline")}
        </Checkbox>
      </div>
      <Likeness fields={fields} locale={locale} offline={offline} />
    </aside>
  );
}

function Likeness({
  fields,
  locale,
  offline,
}: {
  fields: ChannelFields;
  locale: Locale;
  offline: boolean;
}) {
  const { settings } = fields;
  const words = previewWords[locale];
  const say = (text: Localised | undefined) => text?.[locale]?.trim() ?? "";
  const colour = isColour(settings.color) ? settings.color : "#2F6BFF";
  const brand = {
    background: fillOf(colour),
    color: textOn(colour) === "white" ? "#fff" : "#101828",
  };
  const title = say(settings.title);
  const suggestions = settings.suggestions.map(say).filter((text) => text !== "");
  return (
    <div className={styles.page} data-position={settings.position} lang={locale} aria-hidden>
      <div className={styles.panel}>
        <header className={styles.header} style={brand}>
          <Logo address={settings.logo} title={title} />
          <div className={styles.titles}>
            <div className={styles.title}>{title || "…"}</div>
            <div className={styles.state}>{offline ? words.offline : words.online}</div>
          </div>
          <X size={16} />
        </header>
        <div className={styles.log}>
          <div className={styles.bot}>{say(settings.greeting) || "…"}</div>
          {suggestions.length > 0 && (
            <ul className={styles.suggestions}>
              {suggestions.map((text, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two suggestions may be equal while typing
                <li key={index}>{text}</li>
              ))}
            </ul>
          )}
          <div className={styles.customer} style={brand}>
            {words.handoff}
          </div>
          {offline && <div className={styles.notice}>{say(settings.offline_notice) || "…"}</div>}
        </div>
        {fields.asksConsent ? (
          <footer className={styles.consent}>
            <p>{say(settings.consent) || "…"}</p>
            <span className={styles.agree} style={brand}>
              {words.agree}
            </span>
          </footer>
        ) : (
          <footer className={styles.composer}>
            {settings.attachments && <Paperclip size={16} />}
            <span>{words.placeholder}</span>
            <SendHorizontal size={16} />
          </footer>
        )}
      </div>
      <div className={styles.launcher} style={brand}>
        <X size={20} />
      </div>
    </div>
  );
}

function Logo({ address, title }: { address: string | null; title: string }) {
  const [broken, setBroken] = useState<string | null>(null);
  if (address && address !== broken) {
    return (
      <img
        className={styles.logo}
        src={addressOf(address)}
        alt=""
        onError={() => setBroken(address)}
      />
    );
  }
  return <span className={styles.logo}>{[...title][0] ?? ""}</span>;
}
