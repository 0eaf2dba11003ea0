/** Puts what was written and attached into the outbox. */
import type { ConversationOut, MessageContent } from "@/api/types";
import { useRealtime } from "@/realtime/RealtimeProvider";
import type { Mode } from "./drafts";
import type { Upload } from "./useUploads";

/** Files first, each a message of its own, then what was written about them. */
export function useSend(conversation: ConversationOut, mode: Mode) {
  const { outbox } = useRealtime();
  return (uploads: Upload[], text: string) => {
    const contents: MessageContent[] = uploads.flatMap(({ attachment }) =>
      attachment
        ? [
            {
              kind: attachment.media_type.startsWith("image/") ? "image" : "file",
              attachment,
              text: null,
            },
          ]
        : [],
    );
    if (text) contents.push({ kind: "text", text });
    for (const content of contents) {
      outbox.put({
        clientId: crypto.randomUUID(),
        conversationId: conversation.id,
        content,
        visibility: mode === "note" ? "internal" : "public",
        createdAt: Date.now(),
      });
    }
  };
}
