/**
 * Follows my own conversations wherever I am in the app, and tells me when one is newly mine: by
 * sound, on the desktop, and by the number on the tab.
 */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { addressOf } from "@/api/address";
import { operationQuery } from "@/api/queries";
import type { ConversationOut, Id } from "@/api/types";
import { conversationList } from "@/inbox/queries";
import type { LiveEvent } from "@/realtime/frames";
import { rowsOf } from "@/realtime/listing";
import { useLiveEvents, useTopic } from "@/realtime/RealtimeProvider";
import { useCan, useSession } from "@/session/session";
import { alertChoices } from "./alert-choices";
import { chime } from "./chime";

export function useAssignmentAlerts(): void {
  const can = useCan();
  const { member } = useSession();
  const takes = can("conversation.reply");
  useTopic(takes ? { topic: "inbox", view: "mine" } : null);
  const alert = useAlert();
  const mine = useMine(takes);

  const listen = useCallback(
    (event: LiveEvent) => {
      if (event.name !== "conversation.changed" || mine.current === null) return;
      const { id, member: holder, status } = event.data;
      const isMine = holder?.id === member.id && status === "open";
      if (isMine && !mine.current.has(id)) alert(event.data);
      if (isMine) mine.current.add(id);
      else mine.current.delete(id);
    },
    [alert, member.id, mine],
  );
  useLiveEvents(listen);
  useBadge();
}

/** The conversations known to be mine; null until the first answer, so that none counts as new. */
function useMine(enabled: boolean) {
  const mine = useRef<Set<Id> | null>(null);
  const { data } = useInfiniteQuery({
    ...conversationList({ view: "mine", status: "open" }),
    enabled,
  });
  useEffect(() => {
    if (data && mine.current === null) mine.current = new Set(rowsOf(data).map((row) => row.id));
  }, [data]);
  return mine;
}

function useAlert() {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  return useCallback(
    (conversation: ConversationOut) => {
      const { sound, desktop } = alertChoices();
      if (sound) chime();
      if (!desktop || document.hasFocus() || Notification.permission !== "granted") return;
      const notification = new Notification(
        t("alerts.assigned", { name: conversation.customer.name }),
        {
          body: conversation.preview?.text ?? "",
          tag: conversation.id,
          icon: addressOf("/icon.svg"),
        },
      );
      notification.onclick = () => {
        window.focus();
        navigate(`/inbox/${conversation.id}`);
        notification.close();
      };
    },
    [t, navigate],
  );
}

function useBadge(): void {
  const { data } = useQuery({
    ...operationQuery("conversation_counts"),
    enabled: useCan()("conversation.read"),
  });
  const unread = data?.mine_unread ?? 0;
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    if (link) link.href = addressOf(unread > 0 ? "/icon-unread.svg" : "/icon.svg");
    if ("setAppBadge" in navigator) navigator.setAppBadge(unread).catch(() => undefined);
  }, [unread]);
}
