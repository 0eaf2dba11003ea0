/** Takes the customer who has waited longest among those I may take, and opens them. */
import { useMutation } from "@tanstack/react-query";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { call } from "@/api/client";
import type { Problem } from "@/api/problem";
import type { ConversationOut } from "@/api/types";
import { useRealtime } from "@/realtime/RealtimeProvider";
import { useProblemText } from "@/ui/problem-text";

export function useNext() {
  const { t } = useTranslation("inbox");
  const { message } = App.useApp();
  const { describe } = useProblemText();
  const navigate = useNavigate();
  const realtime = useRealtime();
  const { mutate, isPending } = useMutation<ConversationOut, Problem>({
    mutationFn: () => call("conversation_next"),
    onSuccess: (conversation) => {
      realtime.changed(conversation);
      navigate(`/inbox/${conversation.id}`);
    },
    onError: (problem) => {
      if (problem.code === "not_found") message.info(t("next.nobody"));
      else message.error(describe(problem).title);
    },
  });
  return { take: () => mutate(), isPending };
}
