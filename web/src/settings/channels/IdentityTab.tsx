/** How signed-in customers prove who they are: the secret, and the code that signs with it. */
import { useQueryClient } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryKey, useCommand } from "@/api/queries";
import type { ChannelOut } from "@/api/types";
import { CopyField } from "../CopyField";
import { useConfirm } from "../confirm";
import styles from "./Channels.module.css";
import {
  languageNames,
  pageExample,
  type SigningLanguage,
  signingExamples,
  signingLanguages,
} from "./signing";

export function IdentityTab({ channel }: { channel: ChannelOut }) {
  const { t } = useTranslation("settings");
  const [language, setLanguage] = useState<SigningLanguage>("node");
  return (
    <div className={styles.tab}>
      <p>{t("channels.identityHelp")}</p>
      <Secret channel={channel} />
      <div className={styles.sectionHead}>
        <h2>{t("channels.signing")}</h2>
        <Segmented<SigningLanguage>
          value={language}
          onChange={setLanguage}
          options={signingLanguages.map((value) => ({ value, label: languageNames[value] }))}
        />
      </div>
      <p className={styles.quiet}>{t("channels.claims")}</p>
      <CopyField value={signingExamples[language]} label={t("form.copy")} block />
      <h2>{t("channels.page")}</h2>
      <CopyField value={pageExample} label={t("form.copy")} block />
    </div>
  );
}

function Secret({ channel }: { channel: ChannelOut }) {
  const { t } = useTranslation("settings");
  const [shown, setShown] = useState(false);
  const rotate = useRotate(channel, () => setShown(true));
  const secret = channel.identity_secret;
  if (secret === null) return <p className={styles.quiet}>{t("channels.noSecret")}</p>;
  return (
    <section>
      <h2>{t("channels.secret")}</h2>
      <p className={styles.quiet}>{t("channels.secretHelp")}</p>
      <div className={styles.secret}>
        <CopyField
          value={secret}
          masked={shown ? undefined : "•".repeat(32)}
          label={t("form.copy")}
        />
        <Button onClick={() => setShown(!shown)}>
          {t(shown ? "channels.hide" : "channels.reveal")}
        </Button>
        <Button danger onClick={rotate}>
          {t("channels.rotate")}
        </Button>
      </div>
    </section>
  );
}

function useRotate(channel: ChannelOut, onRotated: () => void): () => void {
  const { t } = useTranslation("settings");
  const cache = useQueryClient();
  const confirm = useConfirm();
  const command = useCommand("channel_rotate_secret", { invalidates: ["channel_list"] });
  const run = async () => {
    const path = { id: channel.id };
    cache.setQueryData(queryKey("channel_lookup", { path }), await command.mutateAsync({ path }));
    onRotated();
  };
  return () =>
    confirm({
      title: t("channels.rotateTitle"),
      text: t("channels.rotateText"),
      action: t("channels.rotate"),
      run,
      done: t("channels.rotated"),
    });
}
