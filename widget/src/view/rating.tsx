/** The rating of a conversation: one tap is enough, a comment may follow. */
import { useState } from "preact/hooks";
import type { State } from "../state";
import { useWidget } from "./context";
import { Face } from "./icons";

const SCORES = [1, 2, 3, 4, 5];
const COMMENT_LIMIT = 1_000;

/** After the end, or when somebody asked; not for as long as one merely may rate. */
function isTime({ conversation, timeline }: State): boolean {
  if (!conversation) return false;
  if (conversation.status === "resolved") return true;
  const asked = timeline.messages.some(
    (one) => one.content.kind === "rating_request" && one.conversation_id === conversation.id,
  );
  return conversation.can_rate && asked;
}

export function RatingForm() {
  const { messenger, state, t } = useWidget();
  const { conversation } = state;
  const [comment, setComment] = useState("");
  const [busy, setBusy] = useState(false);
  const [finished, setFinished] = useState<string | null>(null);
  /** Rated on this page: only then is a comment asked for. */
  const [touched, setTouched] = useState<string | null>(null);
  if (!conversation || !isTime(state)) return null;
  const { id, rating, can_rate } = conversation;
  if (rating ? touched !== id : !can_rate) return null;

  const give = async (score: number, words: string) => {
    setBusy(true);
    setTouched(id);
    const done = await messenger.requests.rate(score, words);
    setBusy(false);
    return done;
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (rating && (await give(rating.score, comment.trim()))) setFinished(id);
  };

  if (finished === id) return <div class="notice">{t.text("rating.submitted")}</div>;
  const label = (score: number) => t.coded("rating", String(score)) ?? "";
  return (
    <form class="rating" onSubmit={submit}>
      <h2>{t.text(rating ? "rating.thanks" : "rating.title")}</h2>
      {/* biome-ignore lint/a11y/useSemanticElements: these are buttons that act at once, not a field */}
      <div class="faces" role="group" aria-label={t.text("rating.title")}>
        {SCORES.map((score) => (
          <button
            key={score}
            type="button"
            class={rating?.score === score ? "face chosen" : "face"}
            aria-pressed={rating?.score === score}
            disabled={busy}
            onClick={() => give(score, comment.trim())}
          >
            <Face score={score} />
            <span>{label(score)}</span>
          </button>
        ))}
      </div>
      {rating && (
        <>
          <textarea
            rows={2}
            maxLength={COMMENT_LIMIT}
            value={comment}
            placeholder={t.text("rating.comment")}
            aria-label={t.text("rating.comment")}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          <button type="submit" class="primary" disabled={busy || comment.trim() === ""}>
            {t.text("rating.submit")}
          </button>
        </>
      )}
    </form>
  );
}
