/** Consecutive messages of one author: who it is, the bubbles, and what can be done about each. */
import { factsOf } from "../facts";
import type { Entry, Row } from "../grouping";
import { comparePositions } from "../timeline";
import { Avatar } from "./avatar";
import { Content } from "./content";
import { useWidget } from "./context";
import { Icon } from "./icons";

type GroupRow = Extract<Row, { kind: "group" }>;

export function Group({ row, last }: { row: GroupRow; last: boolean }) {
  const { t } = useWidget();
  const { author, mine, entries } = row;
  const bot = author.kind === "bot";
  const name = author.name ?? t.text(bot ? "author.bot" : "author.agent");
  return (
    <div class={mine ? "group mine" : "group"}>
      {!mine && <Avatar size="small" name={bot ? null : name} />}
      <div class="entries">
        {mine ? (
          <span class="hidden">{t.text("author.you")}</span>
        ) : (
          <div class="author">
            {name}
            {bot && <span class="tag">{t.text("author.botTag")}</span>}
          </div>
        )}
        {entries.map((entry) => (
          <div class="entry" key={entry.key} title={t.time(entry.at, Date.now())}>
            <Content entry={entry} />
            <Options entry={entry} />
            <Verdict entry={entry} />
            {entry.pending && <Progress entry={entry} />}
          </div>
        ))}
        {mine && last && <Receipt entry={entries[entries.length - 1]} />}
      </div>
    </div>
  );
}

/** Candidate questions and menu entries; once one was taken, or the talk has moved on, they are only shown. */
function Options({ entry }: { entry: Entry }) {
  const { messenger, state } = useWidget();
  const { content, message } = entry;
  if (!message || (content.kind !== "candidates" && content.kind !== "menu")) return null;
  const taken = factsOf(state.timeline).choices.get(message.id);
  const { conversation } = state;
  const usable =
    taken === undefined &&
    conversation?.id === message.conversation_id &&
    conversation.status !== "resolved" &&
    conversation.handler === "bot";
  return (
    <div class="options">
      {content.options.map((option) => (
        <button
          key={option.id}
          type="button"
          class={option.id === taken ? "option taken" : "option"}
          disabled={!usable}
          aria-pressed={taken === undefined ? undefined : option.id === taken}
          onClick={() => messenger.send({ kind: "choice", option_id: option.id, label: option.label })}
        >
          <span>{option.label}</span>
          <Icon name={option.id === taken ? "check" : "next"} size={16} />
        </button>
      ))}
    </div>
  );
}

/** Whether an answer helped: asked on the answer, once. */
function Verdict({ entry }: { entry: Entry }) {
  const { messenger, state, t } = useWidget();
  const { content, message } = entry;
  if (!message || content.kind !== "answer") return null;
  const verdict = factsOf(state.timeline).verdicts.get(message.id);
  if (verdict !== undefined) {
    return <div class="verdict given">{t.text(verdict ? "feedback.thanks" : "feedback.sorry")}</div>;
  }
  const { conversation } = state;
  if (conversation?.id !== message.conversation_id || conversation.status === "resolved") return null;
  const say = (helpful: boolean) => messenger.send({ kind: "feedback", message_id: message.id, helpful });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and a form's manners
    <div class="verdict" role="group" aria-label={t.text("feedback.question")}>
      <button type="button" class="chip" onClick={() => say(true)}>
        <Icon name="up" size={14} />
        {t.text("feedback.helpful")}
      </button>
      <button type="button" class="chip" onClick={() => say(false)}>
        <Icon name="up" size={14} className="flip" />
        {t.text("feedback.notHelpful")}
      </button>
    </div>
  );
}

/** Refusals that the same message would only meet again. */
const FINAL = new Set(["invalid", "malformed", "too_large", "unsupported_media_type"]);

function Progress({ entry }: { entry: Entry }) {
  const { messenger, t } = useWidget();
  const { pending } = entry;
  if (!pending) return null;
  const { client_id, state, progress, problem } = pending;
  if (state === "failed") {
    return (
      <div class="failure" role="alert">
        <span>
          {t.text("message.failed")}
          {problem && ` · ${t.error(problem)}`}
        </span>
        {!(problem && FINAL.has(problem)) && (
          <button type="button" class="link" onClick={() => messenger.outbox.retry(client_id)}>
            {t.text("message.retry")}
          </button>
        )}
        <button type="button" class="link quiet" onClick={() => messenger.outbox.discard(client_id)}>
          {t.text("message.discard")}
        </button>
      </div>
    );
  }
  if (state === "uploading") {
    const percent = Math.round((progress ?? 0) * 100);
    return (
      <div class="upload">
        <progress value={percent} max={100} aria-label={t.text("message.uploading", { percent })} />
        <button type="button" class="link quiet" onClick={() => messenger.outbox.discard(client_id)}>
          {t.text("message.cancel")}
        </button>
      </div>
    );
  }
  return null;
}

/** Under the customer's last words: on the way, stored, or read. */
function Receipt({ entry }: { entry: Entry | undefined }) {
  const { state, t } = useWidget();
  if (!entry || entry.pending?.state === "failed") return null;
  const read = entry.message && state.agentRead && comparePositions(entry.message, state.agentRead) <= 0;
  const key = entry.pending ? "message.sending" : read ? "message.read" : "message.sent";
  return <div class={entry.pending ? "receipt waiting" : "receipt"}>{t.text(key)}</div>;
}
