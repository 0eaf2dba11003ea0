/** What helps to answer: the customer, their orders and history, what the bot tried, the team. */
import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import type { ConversationOut } from "@/api/types";
import { useSeesTeam } from "@/inbox/useSeesTeam";
import { useCan } from "@/session/session";
import { TeamState } from "@/team/TeamState";
import { BotAttempts } from "./BotAttempts";
import styles from "./ContextPanel.module.css";
import { CustomerCard } from "./CustomerCard";
import { History } from "./History";
import { Orders } from "./Orders";
import { useRememberedTab } from "./useRememberedTab";

export function ContextPanel({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation("context");
  const can = useCan();
  const seesTeam = useSeesTeam();
  const customerId = conversation.customer.id;
  const tabs = [
    ...(can("customer.read")
      ? [
          {
            key: "customer",
            label: t("tab.customer"),
            children: <CustomerCard key={customerId} customerId={customerId} />,
          },
          {
            key: "orders",
            label: t("tab.orders"),
            children: <Orders customerId={customerId} />,
          },
          {
            key: "history",
            label: t("tab.history"),
            children: <History conversation={conversation} />,
          },
        ]
      : []),
    { key: "bot", label: t("tab.bot"), children: <BotAttempts conversationId={conversation.id} /> },
    ...(seesTeam ? [{ key: "team", label: t("tab.team"), children: <TeamState /> }] : []),
  ];
  const [tab, setTab] = useRememberedTab(tabs.map(({ key }) => key));
  return (
    <Tabs
      className={styles.panel}
      activeKey={tab}
      onChange={setTab}
      items={tabs}
      tabBarGutter={18}
      destroyOnHidden
    />
  );
}
