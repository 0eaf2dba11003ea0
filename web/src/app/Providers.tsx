/** Theme, language of Ant Design's own texts, and the query cache, around the whole app. */
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { antdTheme } from "@/design/antd";
import { AppearanceProvider, useAppearance, useMedia } from "@/design/appearance";

function Themed({ children }: { children: ReactNode }) {
  const { appearance } = useAppearance();
  const { i18n } = useTranslation();
  const reducedMotion = useMedia("(prefers-reduced-motion: reduce)");
  const theme = useMemo(() => antdTheme(appearance, reducedMotion), [appearance, reducedMotion]);
  const chinese = i18n.language === "zh-CN";
  dayjs.locale(chinese ? "zh-cn" : "en");
  return (
    <ConfigProvider
      theme={theme}
      locale={chinese ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
      form={{ requiredMark: "optional", scrollToFirstError: { block: "center", focus: true } }}
    >
      <AntApp style={{ height: "100%" }} message={{ maxCount: 3, top: 72 }}>
        {children}
      </AntApp>
    </ConfigProvider>
  );
}

export function Providers({ cache, children }: { cache: QueryClient; children: ReactNode }) {
  return (
    <QueryClientProvider client={cache}>
      <AppearanceProvider>
        <Themed>{children}</Themed>
      </AppearanceProvider>
    </QueryClientProvider>
  );
}
