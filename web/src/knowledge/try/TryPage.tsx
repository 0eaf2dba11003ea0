/** Ask as a customer and see what the bot would do, and why. The question stands in the address, so it can be shared. */
import { Skeleton } from "antd";
import { MessageCircleQuestion } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useSearchParams } from "react-router";
import type { Locale } from "@/api/types";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { useClosest } from "../faq/closest";
import { KnowledgeFrame } from "../KnowledgeFrame";
import { QuestionBox } from "./QuestionBox";
import { Recent } from "./Recent";
import { Result } from "./Result";
import styles from "./Try.module.css";

const remembered = 8;

export default function TryPage() {
  const { t } = useTranslation("knowledge");
  const [parameters, setParameters] = useSearchParams();
  const text = parameters.get("q") ?? "";
  const locale = readLocale(parameters.get("locale"));
  const tried = useClosest(text, locale);
  const [recent, setRecent] = useState<string[]>([]);

  const ask = (question: string) => {
    if (question === text) return void tried.refetch();
    if (text !== "") {
      setRecent((before) =>
        [text, ...before.filter((other) => other !== text)].slice(0, remembered),
      );
    }
    setParameters((before) => {
      const next = new URLSearchParams(before);
      next.set("q", question);
      return next;
    });
  };
  const setLocale = (next: Locale | null) =>
    setParameters(
      (before) => {
        const changed = new URLSearchParams(before);
        if (next) changed.set("locale", next);
        else changed.delete("locale");
        return changed;
      },
      { replace: true },
    );

  return (
    <KnowledgeFrame title={t("nav.try")}>
      <div className={styles.page}>
        <p className={styles.intro}>{t("try.intro")}</p>
        <QuestionBox
          key={text}
          text={text}
          locale={locale}
          busy={text !== "" && tried.isFetching}
          onAsk={ask}
          onLocale={setLocale}
        />
        <Recent questions={recent.filter((question) => question !== text)} onAsk={ask} />
        {text === "" ? (
          <EmptyState
            icon={<MessageCircleQuestion size={20} />}
            title={t("try.empty.title")}
            text={t("try.empty.text")}
          />
        ) : tried.isError ? (
          <ProblemAlert error={tried.error} onRetry={() => tried.refetch()} />
        ) : tried.data ? (
          <Result text={text} locale={locale} tried={tried.data} />
        ) : (
          <Skeleton active paragraph={{ rows: 8 }} />
        )}
      </div>
      <Outlet />
    </KnowledgeFrame>
  );
}

function readLocale(value: string | null): Locale | null {
  return value === "zh-CN" || value === "en" ? value : null;
}
