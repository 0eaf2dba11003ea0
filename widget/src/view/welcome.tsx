/** What a visitor sees before the first message: a greeting, likely questions, and whether people are there. */

import { useWidget } from "./context";
import { Icon } from "./icons";

const SUGGESTIONS = 5;

export function Welcome({ onAsk }: { onAsk: (question: string) => void }) {
  const { settings, t, state } = useWidget();
  const questions = settings.suggestions
    .slice(0, SUGGESTIONS)
    .map((one) => t.local(one))
    .filter(Boolean);
  return (
    <div class="welcome">
      <p class="greeting">{t.local(settings.greeting)}</p>
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
