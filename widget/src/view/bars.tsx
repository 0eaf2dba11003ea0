/** The quiet bars under the header: a lost connection, the place in the queue, and what went wrong. */

import type { Translator } from "../messages";
import type { QueuePlace } from "../protocol";
import { useWidget } from "./context";
import { Icon } from "./icons";

export function Bars() {
  const { messenger, state, t } = useWidget();
  const { conversation, link, problem } = state;
  const queue =
    conversation?.status === "open" && conversation.handler === "queue" ? conversation.queue : null;
  return (
    <>
      <div role="status">
        {link === "lost" && <p class="bar attention">{t.text("link.lost")}</p>}
        {queue && link !== "lost" && <p class="bar">{placeIn(queue, t)}</p>}
      </div>
      <div role="alert">
        {problem && (
          <p class="bar danger">
            <Icon name="alert" size={16} />
            <span>{t.error(problem)}</span>
            <button type="button" class="link" onClick={() => messenger.dismissProblem()}>
              {t.text("error.dismiss")}
            </button>
          </p>
        )}
      </div>
    </>
  );
}

function placeIn({ position, estimated_wait_seconds: seconds }: QueuePlace, t: Translator): string {
  const place = position <= 1 ? t.text("queue.next") : t.text("queue.ahead", { count: position - 1 });
  if (seconds === null) return place;
  const wait =
    seconds < 60
      ? t.text("queue.waitSeconds")
      : t.text("queue.waitMinutes", { count: Math.ceil(seconds / 60) });
  return `${place} · ${wait}`;
}
