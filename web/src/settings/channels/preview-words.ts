/**
 * The words of the widget itself that its likeness shows. They follow the preview's language, not the reader's, which is
 * why they don't stand in the message catalogues.
 */
import type { Locale } from "@/api/types";

interface PreviewWords {
  online: string;
  offline: string;
  handoff: string;
  agree: string;
  placeholder: string;
}

export const previewWords: Record<Locale, PreviewWords> = {
  "zh-CN": {
    online: "智能助手在线，随时为你解答",
    offline: "人工客服暂不在线，智能助手可以先帮你",
    handoff: "转人工",
    agree: "同意并开始",
    placeholder: "输入消息…",
  },
  en: {
    online: "The assistant is online",
    offline: "Nobody is online, the assistant can help",
    handoff: "Talk to a person",
    agree: "Agree and start",
    placeholder: "Type a message…",
  },
};
