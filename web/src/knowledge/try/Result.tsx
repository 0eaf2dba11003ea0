/** What the bot would do with a question: its decision, its reply, the candidates, the words it saw. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import type { FaqTryOut, Locale } from "@/api/types";
import { useCan } from "@/session/session";
import { FaqPicker } from "../faq/FaqPicker";
import { withPrefill } from "../faq/prefill";
import { Candidates } from "./Candidates";
import { Decision } from "./Decision";
import { Reply } from "./Reply";
import styles from "./Try.module.css";

interface Props {
  text: string;
  locale: Locale | null;
  tried: FaqTryOut;
}

export function Result({ text, locale, tried }: Props) {
  const { t } = useTranslation("knowledge");
  const can = useCan();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [parameters] = useSearchParams();
  const [picking, setPicking] = useState(false);
  const language = locale ?? undefined;
  const open = (faqId: string, search: URLSearchParams) =>
    navigate({ pathname: `${pathname.replace(/\/$/u, "")}/${faqId}`, search: search.toString() });
  const create = () => open("new", withPrefill(parameters, { question: text, language }));
  return (
    <div className={styles.result}>
      <div className={styles.main}>
        <Decision evidence={tried.evidence} />
        <Candidates text={text} evidence={tried.evidence} onOpen={(id) => open(id, parameters)} />
        {can("faq.write") && (
          <div className={styles.improve}>
            <Button onClick={() => setPicking(true)}>{t("try.addOther")}</Button>
            <Button onClick={create}>{t("try.createNew")}</Button>
          </div>
        )}
      </div>
      <aside className={styles.side}>
        <Reply question={text} reply={tried.reply} />
        <Understood understood={tried.understood} />
      </aside>
      {picking && (
        <FaqPicker
          text={text}
          locale={locale}
          onClose={() => setPicking(false)}
          onCreate={create}
        />
      )}
    </div>
  );
}

function Understood({ understood }: { understood: FaqTryOut["understood"] }) {
  const { t } = useTranslation("knowledge");
  return (
    <section className={styles.understood}>
      <h3 className={styles.heading}>{t("try.understood")}</h3>
      {understood.tokens.length === 0 ? (
        <p className={styles.muted}>{t("try.noTokens")}</p>
      ) : (
        <ul className={styles.tokens}>
          {understood.tokens.map((token, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a token may occur twice
            <li key={index}>{token}</li>
          ))}
        </ul>
      )}
      <p className={styles.muted}>
        {t("try.normalized")}
        {understood.normalized}
      </p>
    </section>
  );
}
