/** A key for every action that is allowed right now. */
import { useTranslation } from "react-i18next";
import type { Command } from "@/keyboard/commands";
import { useCommands } from "@/keyboard/KeyboardProvider";
import type { DialogName } from "../ConversationHeader";
import type { Action } from "./allowed";
import type { Actions } from "./useActions";

interface Options {
  allowed: Set<Action>;
  actions: Actions;
  onDialog: (name: DialogName) => void;
  /** Null where the context is on screen already. */
  onContext: (() => void) | null;
}

export function useActionCommands({ allowed, actions, onDialog, onContext }: Options): void {
  const { t } = useTranslation("conversation");
  const all: { needs: Action | null; label: string; keys: string; run: () => void }[] = [
    { needs: "claim", label: t("action.claim"), keys: "c", run: actions.claim },
    { needs: "assign", label: t("action.assign"), keys: "a", run: () => onDialog("assign") },
    { needs: "transfer", label: t("action.transfer"), keys: "t", run: () => onDialog("transfer") },
    { needs: "hand_back", label: t("action.handBack"), keys: "b", run: actions.handBack },
    { needs: "snooze", label: t("action.snooze"), keys: "s", run: () => onDialog("snooze") },
    { needs: "wake", label: t("action.wake"), keys: "s", run: actions.wake },
    { needs: "resolve", label: t("action.resolve"), keys: "e", run: actions.resolve },
    { needs: "reopen", label: t("action.reopen"), keys: "e", run: actions.reopen },
    ...(onContext ? [{ needs: null, label: t("action.context"), keys: "i", run: onContext }] : []),
  ];
  const commands = all
    .filter(({ needs }) => needs === null || allowed.has(needs))
    .map(
      ({ needs, label, keys, run }): Command => ({
        id: `conversation.${needs ?? "context"}`,
        label,
        group: "conversation",
        keys,
        run,
      }),
    );
  useCommands(commands);
}
