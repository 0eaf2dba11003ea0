/** Who the customer is; each fact is changed where it stands. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Skeleton, Tooltip } from "antd";
import { BadgeCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { operationQuery, queryKey, useCommand } from "@/api/queries";
import type { CustomerOut, CustomerPatch, Id } from "@/api/types";
import { useCan } from "@/session/session";
import { Avatar } from "@/ui/Avatar";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { RelativeTime } from "@/ui/RelativeTime";
import { Attributes } from "./Attributes";
import styles from "./ContextPanel.module.css";
import card from "./CustomerCard.module.css";
import { EditableFact } from "./EditableFact";
import { EraseCustomer } from "./EraseCustomer";

export type CustomerChange = Omit<CustomerPatch, "version">;

export function CustomerCard({ customerId }: { customerId: Id }) {
  const customer = useQuery(operationQuery("customer_lookup", { path: { id: customerId } }));
  if (customer.data) return <Card customer={customer.data} />;
  return (
    <div className={styles.body}>
      {customer.error ? (
        <ProblemAlert error={customer.error} onRetry={() => customer.refetch()} />
      ) : (
        <Skeleton active avatar paragraph={{ rows: 6 }} />
      )}
    </div>
  );
}

/** Rejects when the server refuses, so that the field can stay open and say why. */
export function useCustomerUpdate(customer: CustomerOut) {
  const cache = useQueryClient();
  // Name and tier stand in conversations too.
  const update = useCommand("customer_update", {
    invalidates: ["customer_list", "conversation_lookup", "conversation_list"],
  });
  const path = { id: customer.id };
  const key = queryKey("customer_lookup", { path });
  return async (change: CustomerChange) => {
    try {
      const body = { ...change, version: customer.version };
      cache.setQueryData(key, await update.mutateAsync({ path, body }));
    } catch (error) {
      if (Problem.of(error).code === "stale_version") cache.invalidateQueries({ queryKey: key });
      throw error;
    }
  };
}

function Card({ customer }: { customer: CustomerOut }) {
  const { t } = useTranslation("context");
  const editable = useCan()("customer.update");
  const save = useCustomerUpdate(customer);
  const facts = ["tier", "email", "phone"] as const;
  return (
    <div className={styles.body}>
      <div className={card.head}>
        <Avatar name={customer.name} size={44} />
        <div className={card.name}>
          <EditableFact
            label={t("customer.name")}
            value={customer.name}
            editable={editable}
            required
            strong
            onSave={(name) => save({ name })}
          />
          <Known known={customer.known} />
        </div>
      </div>
      <section className={styles.section}>
        <dl className={styles.facts}>
          {facts.map((name) => (
            <Fact key={name} label={t(`customer.${name}`)}>
              <EditableFact
                label={t(`customer.${name}`)}
                value={customer[name] ?? ""}
                editable={editable}
                onSave={(value) => save({ [name]: value || null })}
              />
            </Fact>
          ))}
          {customer.external_id && (
            <Fact label={t("customer.externalId")}>
              <span className="numeric">{customer.external_id}</span>
            </Fact>
          )}
          <Fact label={t("customer.language")}>{t(`customer.locale.${customer.locale}`)}</Fact>
          <Fact label={t("customer.conversations")}>
            <span className="numeric">{customer.conversation_count}</span>
          </Fact>
          {customer.last_seen_at !== null && (
            <Fact label={t("customer.lastSeen")}>
              <RelativeTime at={customer.last_seen_at} />
            </Fact>
          )}
          <Fact label={t("customer.since")}>
            <RelativeTime at={customer.created_at} />
          </Fact>
        </dl>
      </section>
      <section className={styles.section}>
        <h3>{t("customer.note")}</h3>
        <EditableFact
          label={t("customer.note")}
          value={customer.note}
          editable={editable}
          multiline
          placeholder={t("customer.notePlaceholder")}
          onSave={(note) => save({ note })}
        />
      </section>
      <Attributes customer={customer} editable={editable} onSave={save} />
      <EraseCustomer customer={customer} />
    </div>
  );
}

function Known({ known }: { known: boolean }) {
  const { t } = useTranslation("context");
  if (!known) return <span className={styles.meta}>{t("customer.visitor")}</span>;
  return (
    <Tooltip title={t("customer.knownHelp")}>
      <span className={card.known}>
        <BadgeCheck size={13} strokeWidth={1.75} aria-hidden="true" />
        {t("customer.known")}
      </span>
    </Tooltip>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}
