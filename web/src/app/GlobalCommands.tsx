/** What can be done from everywhere, and the two windows that show what can be done. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useAppearance } from "@/design/appearance";
import { switchLocale } from "@/i18n/setup";
import { CheatSheet } from "@/keyboard/CheatSheet";
import type { Command } from "@/keyboard/commands";
import { useCommands } from "@/keyboard/KeyboardProvider";
import { Palette } from "@/palette/Palette";
import { useCan } from "@/session/session";
import { presences, usePresenceUpdate } from "./presence";
import { sectionsFor } from "./sections";
import { appearances, useLogout } from "./UserMenu";

export function GlobalCommands() {
  const [open, setOpen] = useState<"palette" | "keys" | null>(null);
  const { t } = useTranslation("shell");
  const close = () => setOpen(null);
  const windows: Command[] = [
    {
      id: "palette",
      label: t("command.palette"),
      group: "general",
      keys: "mod+k",
      keyboardOnly: true,
      run: () => setOpen("palette"),
    },
    {
      id: "keys",
      label: t("command.keys"),
      group: "general",
      keys: "?",
      run: () => setOpen("keys"),
    },
  ];
  useCommands([...useNavigation(), ...usePreferences(), ...windows]);
  return (
    <>
      <Palette open={open === "palette"} onClose={close} />
      <CheatSheet open={open === "keys"} onClose={close} />
    </>
  );
}

function useNavigation(): Command[] {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  const can = useCan();
  return sectionsFor(can).map((section) => ({
    id: `go.${section.name}`,
    label: t("command.go", { section: t(`section.${section.name}`) }),
    group: "go",
    keys: section.keys,
    run: () => navigate(section.path),
  }));
}

function usePreferences(): Command[] {
  const { t, i18n } = useTranslation("shell");
  const { choose } = useAppearance();
  const can = useCan();
  const presence = usePresenceUpdate();
  const logout = useLogout();
  const other = i18n.language === "zh-CN" ? "en" : "zh-CN";
  return [
    ...(can("conversation.reply") ? presences : []).map(
      (name): Command => ({
        id: `presence.${name}`,
        label: t("command.presence", { presence: t(`presence.${name}`) }),
        group: "general",
        run: () => presence.mutate(name),
      }),
    ),
    ...appearances.map(
      (name): Command => ({
        id: `appearance.${name}`,
        label: t("command.appearance", { appearance: t(`appearance.${name}`) }),
        group: "general",
        run: () => choose(name),
      }),
    ),
    {
      id: "language",
      label: t("command.language", { language: t(`locale.${other}`) }),
      group: "general",
      run: () => switchLocale(other),
    },
    { id: "logout", label: t("user.logout"), group: "general", run: logout },
  ];
}
