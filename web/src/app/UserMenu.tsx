/** Who I am, and what is mine to set: profile, password, language, appearance, keys, log out. */
import { useQueryClient } from "@tanstack/react-query";
import { Dropdown, type MenuProps } from "antd";
import {
  Bell,
  Check,
  Keyboard,
  KeyRound,
  Languages,
  LogOut,
  SunMoon,
  UserRound,
} from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AlertSettings } from "@/alerts/AlertSettings";
import { addressOf } from "@/api/address";
import { call, setCsrfToken } from "@/api/client";
import type { Locale } from "@/api/types";
import { type AppearanceChoice, useAppearance } from "@/design/appearance";
import { locales, switchLocale } from "@/i18n/setup";
import { useCommandRegistry } from "@/keyboard/KeyboardProvider";
import { useCan, useSession } from "@/session/session";
import { Avatar } from "@/ui/Avatar";
import { PasswordModal } from "./PasswordModal";
import { ProfileModal } from "./ProfileModal";
import styles from "./UserMenu.module.css";

export const appearances: readonly AppearanceChoice[] = ["system", "light", "dark"];
type Dialog = "profile" | "password" | "alerts" | null;

const icon = { size: 16, strokeWidth: 1.75 };

/** Keeps its room when there is nothing to mark, so that the words line up. */
function mark(chosen: boolean) {
  return <Check {...icon} style={{ visibility: chosen ? "visible" : "hidden" }} />;
}

export function useLogout() {
  const cache = useQueryClient();
  return async () => {
    await call("session_delete").catch(() => undefined);
    setCsrfToken(null);
    cache.clear();
    window.location.assign(addressOf("/login"));
  };
}

export function UserMenu() {
  const { t, i18n } = useTranslation("shell");
  const { member } = useSession();
  const { choice, choose } = useAppearance();
  const can = useCan();
  const logout = useLogout();
  const [dialog, setDialog] = useState<Dialog>(null);
  const commands = useCommandRegistry();

  const items: MenuProps["items"] = [
    {
      key: "who",
      type: "group",
      label: (
        <div className={styles.who}>
          <strong>{member.name}</strong>
          <span>{member.email}</span>
        </div>
      ),
    },
    { key: "profile", icon: <UserRound {...icon} />, label: t("user.profile") },
    { key: "password", icon: <KeyRound {...icon} />, label: t("user.password") },
    ...(can("conversation.reply")
      ? [{ key: "alerts", icon: <Bell {...icon} />, label: t("user.alerts") }]
      : []),
    { key: "keys", icon: <Keyboard {...icon} />, label: t("user.keys") },
    { type: "divider" },
    {
      key: "language",
      icon: <Languages {...icon} />,
      label: t("user.language"),
      children: locales.map((locale) => ({
        key: locale,
        label: t(`locale.${locale}`),
        icon: mark(locale === i18n.language),
      })),
    },
    {
      key: "appearance",
      icon: <SunMoon {...icon} />,
      label: t("user.appearance"),
      children: appearances.map((name) => ({
        key: name,
        label: t(`appearance.${name}`),
        icon: mark(name === choice),
      })),
    },
    { type: "divider" },
    { key: "logout", icon: <LogOut {...icon} />, label: t("user.logout") },
  ];

  const run = (key: string) => {
    if (key === "profile" || key === "password" || key === "alerts") setDialog(key);
    else if (key === "keys") commands.run("keys");
    else if (key === "logout") logout();
    else if (locales.includes(key as Locale)) switchLocale(key as Locale);
    else choose(key as AppearanceChoice);
  };

  return (
    <>
      <Dropdown
        trigger={["click"]}
        placement="topRight"
        menu={{
          items,
          selectable: false,
          onClick: ({ key }) => run(key),
          className: styles.menu,
        }}
      >
        <button type="button" className={styles.button} aria-label={t("user.menu")}>
          <Avatar name={member.name} size={32} />
        </button>
      </Dropdown>
      {dialog === "profile" && <ProfileModal onClose={() => setDialog(null)} />}
      {dialog === "password" && <PasswordModal onClose={() => setDialog(null)} />}
      {dialog === "alerts" && <AlertSettings onClose={() => setDialog(null)} />}
    </>
  );
}
