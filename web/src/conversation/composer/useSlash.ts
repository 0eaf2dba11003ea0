/** The state of the `/` list: which replies fit, which is chosen, and the keys that move in it. */
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { operationQuery } from "@/api/queries";
import type { CannedReplyOut, ConversationOut } from "@/api/types";
import { isComposing } from "@/keyboard/keys";
import { useCan } from "@/session/session";
import { findReplies, type Slash, slashAt } from "./slash";

const most = 200;

export function useCannedReplies(brandId: string): CannedReplyOut[] {
  const can = useCan();
  const { data } = useQuery({
    ...operationQuery("canned_reply_list", { query: { limit: most } }),
    enabled: can("canned_reply.read"),
  });
  return (data?.items ?? []).filter((reply) => reply.brand_id === brandId);
}

export function useSlash(
  conversation: ConversationOut,
  text: string,
  caret: number,
  onChoose: (reply: CannedReplyOut, slash: Slash) => void,
) {
  const replies = useCannedReplies(conversation.brand_id);
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const slash = slashAt(text, caret);
  // Put away with Escape, the list stays away until something else is typed.
  const open = slash !== null && dismissed !== text;
  const found = open ? findReplies(replies, slash.query) : [];
  const at = Math.min(chosen, Math.max(found.length - 1, 0));

  const choose = (reply: CannedReplyOut | undefined) => {
    if (!reply || !slash) return;
    setChosen(0);
    onChoose(reply, slash);
  };

  /** Whether the key was for the list. */
  const press = (event: KeyboardEvent): boolean => {
    if (!open || isComposing(event.nativeEvent)) return false;
    if (event.key === "Escape") setDismissed(text);
    else if (found.length === 0) return false;
    else if (event.key === "ArrowDown") setChosen((at + 1) % found.length);
    else if (event.key === "ArrowUp") setChosen((at - 1 + found.length) % found.length);
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") choose(found[at]);
    else return false;
    event.preventDefault();
    return true;
  };

  return { open, found, at, none: replies.length === 0, choose, press, hover: setChosen };
}
