/** What the composer offers to the keyboard and the palette: its two kinds, and the replies. */
import { useTranslation } from "react-i18next";
import type { ConversationOut } from "@/api/types";
import type { Command } from "@/keyboard/commands";
import { useCommands } from "@/keyboard/KeyboardProvider";
import type { Mode } from "./drafts";
import { useCannedReplies } from "./useSlash";

interface Options {
  modes: Mode[];
  conversation: ConversationOut;
  focus: (mode: Mode) => void;
  openCanned: () => void;
  insert: (text: string) => void;
}

const keys: Record<Mode, string> = { reply: "r", note: "n" };

export function useComposerCommands(options: Options): void {
  const { modes, conversation, focus, openCanned, insert } = options;
  const { t } = useTranslation("conversation");
  const replies = useCannedReplies(conversation.brand_id);
  const writing = modes.map(
    (mode): Command => ({
      id: `compose.${mode}`,
      label: t(`composer.${mode}`),
      group: "conversation",
      keys: keys[mode],
      run: () => focus(mode),
    }),
  );
  const canned: Command = {
    id: "compose.canned",
    label: t("composer.canned"),
    group: "conversation",
    keys: "/",
    run: openCanned,
  };
  const inserting = replies.map(
    (reply): Command => ({
      id: `reply.${reply.id}`,
      label: reply.title,
      hint: reply.text,
      group: "replies",
      run: () => insert(reply.text),
    }),
  );
  useCommands([...writing, canned, ...inserting]);
}
