/** What each column of the FAQ list shows. */
import { type TableProps, Tag, Tooltip } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { FaqOut } from "@/api/types";
import { RelativeTime } from "@/ui/RelativeTime";
import type { OptionalColumn } from "./columns";
import styles from "./FaqList.module.css";

type Columns = NonNullable<TableProps<FaqOut>["columns"]>;

export function useFaqColumns(chosen: readonly OptionalColumn[]): Columns {
  const { t, i18n } = useTranslation("knowledge");
  return useMemo(() => {
    const number = new Intl.NumberFormat(i18n.language);
    const optional: Record<OptionalColumn, Columns[number]> = {
      similar: {
        title: t("faq.column.similar"),
        width: 96,
        align: "right",
        className: "numeric",
        render: (_, faq) => <Muted zero={faq.similar.length === 0}>{faq.similar.length}</Muted>,
      },
      category: {
        title: t("faq.column.category"),
        width: 140,
        ellipsis: true,
        render: (_, faq) => faq.category || <Muted zero>{t("faq.noCategory")}</Muted>,
      },
      locale: {
        title: t("faq.column.locale"),
        width: 108,
        render: (_, faq) => t(`locale.${faq.locale}`),
      },
      hits: {
        title: <Tooltip title={t("faq.hitsHint")}>{t("faq.column.hits")}</Tooltip>,
        width: 96,
        align: "right",
        className: "numeric",
        render: (_, faq) => <Muted zero={faq.hits === 0}>{number.format(faq.hits)}</Muted>,
      },
      updated: {
        title: t("faq.column.updated"),
        width: 152,
        render: (_, faq) => <RelativeTime at={faq.updated_at} className={styles.time} />,
      },
    };
    return [
      {
        title: t("faq.column.question"),
        key: "question",
        render: (_, faq) => <QuestionCell faq={faq} off={t("faq.disabled")} />,
      },
      ...chosen.map((column) => ({ ...optional[column], key: column })),
    ];
  }, [t, i18n.language, chosen]);
}

function QuestionCell({ faq, off }: { faq: FaqOut; off: string }) {
  return (
    <div className={styles.question}>
      <div className={styles.line}>
        <span className={faq.enabled ? styles.text : styles.textOff} title={faq.question}>
          {faq.question}
        </span>
        {!faq.enabled && <Tag className={styles.off}>{off}</Tag>}
      </div>
      <div className={styles.answer}>{faq.answer.replace(/\s+/gu, " ")}</div>
    </div>
  );
}

function Muted({ zero, children }: { zero: boolean; children: React.ReactNode }) {
  return <span className={zero ? styles.zero : ""}>{children}</span>;
}
