/** Tells the server how far I have read my own conversation, while I am really looking at it. */
import { useEffect, useSyncExternalStore } from "react";
import type { ConversationOut } from "@/api/types";
import { useConnectionState, useRealtime } from "@/realtime/RealtimeProvider";
import { lastSeq, type Thread } from "@/realtime/thread";
import { useSession } from "@/session/session";

function subscribe(listener: () => void): () => void {
  const events = ["focus", "blur", "visibilitychange"];
  for (const name of events) window.addEventListener(name, listener);
  return () => {
    for (const name of events) window.removeEventListener(name, listener);
  };
}

function isLooking(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

export function useReadMark(conversation: ConversationOut, thread: Thread | undefined): void {
  const realtime = useRealtime();
  const { member } = useSession();
  const looking = useSyncExternalStore(subscribe, isLooking);
  const online = useConnectionState() === "online";
  const mine = conversation.member?.id === member.id;
  const { id, read_seq } = conversation;
  const last = lastSeq(thread);

  useEffect(() => {
    if (mine && looking && online && last > read_seq) realtime.read(id, last);
  }, [mine, looking, online, last, read_seq, id, realtime]);
}
