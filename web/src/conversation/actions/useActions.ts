/** Carries out what can be done with a conversation, says so, and offers undo where it is safe. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import type { Problem } from "@/api/problem";
import type { ConversationOut, TransferIn } from "@/api/types";
import { conversationKey } from "@/realtime/patches";
import { useRealtime } from "@/realtime/RealtimeProvider";
import { useSession } from "@/session/session";
import { useProblemText } from "@/ui/problem-text";
import { useToast } from "@/ui/toast";

interface Doing {
  run: () => Promise<ConversationOut>;
  /** What to say when it is done. */
  done: string;
  undo?: () => void;
}

export interface Actions {
  claim: () => void;
  assign: (member: { id: string; name: string }) => void;
  transfer: (body: TransferIn, to: string) => void;
  handBack: () => void;
  snooze: (until: number, when: string) => void;
  wake: () => void;
  resolve: () => void;
  reopen: () => void;
  pending: boolean;
}

export function useActions({ id, member: holder }: ConversationOut): Actions {
  const { t } = useTranslation("conversation");
  const { message } = App.useApp();
  const { describe } = useProblemText();
  const realtime = useRealtime();
  const cache = useQueryClient();
  const toast = useToast();

  const { mutate, isPending } = useMutation<ConversationOut, Problem, Doing>({
    mutationFn: ({ run }) => run(),
    onSuccess: (conversation, { done, undo }) => {
      realtime.changed(conversation);
      toast(done, undo);
    },
    onError: (problem) => {
      const { title, advice } = describe(problem);
      message.error(`${title} ${advice}`);
      // Somebody moved it on meanwhile: the screen looks again.
      if (problem.code === "not_found") cache.invalidateQueries({ queryKey: conversationKey(id) });
    },
  });

  const path = { id };
  const { member } = useSession();
  // Taking what is one's own already ends its sleep; a colleague's would change hands by it.
  const wake = () =>
    mutate({ run: () => call("conversation_claim", { path }), done: t("done.wake") });
  const reopen = () =>
    mutate({ run: () => call("conversation_reopen", { path }), done: t("done.reopen") });

  return {
    pending: isPending,
    claim: () => mutate({ run: () => call("conversation_claim", { path }), done: t("done.claim") }),
    assign: (member) =>
      mutate({
        run: () => call("conversation_assign", { path, body: { member_id: member.id } }),
        done: t("done.assign", { name: member.name }),
      }),
    transfer: (body, to) =>
      mutate({
        run: () => call("conversation_transfer", { path, body }),
        done: t("done.transfer", { name: to }),
      }),
    handBack: () =>
      mutate({ run: () => call("conversation_hand_back", { path }), done: t("done.handBack") }),
    snooze: (until, when) =>
      mutate({
        run: () => call("conversation_snooze", { path, body: { until } }),
        done: t("done.snooze", { when }),
        undo: holder?.id === member.id ? wake : undefined,
      }),
    resolve: () =>
      mutate({
        run: () => call("conversation_resolve", { path }),
        done: t("done.resolve"),
        undo: reopen,
      }),
    wake,
    reopen,
  };
}
