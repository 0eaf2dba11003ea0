/** What a visitor sees before the first message: a greeting, likely questions, and whether people are there. */

import { useWidget } from "./context";
import { Icon } from "./icons";

const SUGGESTIONS = 5;
/** Width, in Latin letters, of a greeting that fits in large type. */
const SHORT = 72;

export function Welcome({ onAsk }: { onAsk: (question: string) => void }) {
  const { settings, t, state } = useWidget();
  const greeting = t.local(settings.greeting);
  const questions = settings.suggestions
    .slice(0, SUGGESTIONS)
    .map((one) => t.local(one))
    .filter(Boolean);
  return (
    <div class="welcome">
      <p class={width(greeting) > SHORT ? "greeting long" : "greeting"}>{greeting}</p>
      {!state.online && <OfflineNotice />}
      {questions.length > 0 && (
        <>
          <h2 class="suggestions-label" id="yingda-suggestions">
            {t.text("suggestions.label")}
          </h2>
          <ul class="suggestions" aria-labelledby="yingda-suggestions">
            {questions.map((question) => (
              <li key={question}>
                <button type="button" onClick={() => onAsk(question)}>
                  <span>{question}</span>
                  <Icon name="next" size={16} />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Chinese characters are twice as wide as Latin letters. */
function width(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > "\u2e80" ? 2 : 1), 0);
}

export function OfflineNotice() {
  const { settings, t } = useWidget();
  const text = t.local(settings.offline_notice);
  return text ? (
    <p class="offline">
      <Icon name="clock" size={16} />
      <span>{text}</span>
    </p>
  ) : null;
}
