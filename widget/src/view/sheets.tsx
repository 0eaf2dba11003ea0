/** What is laid over the lower part of the panel and wants an answer: the consent notice, and the end of a chat. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Text } from "./content";
import { useWidget } from "./context";

/** Stands where the composer will be until the customer has agreed. */
export function Consent({ onAgreed }: { onAgreed: () => void }) {
  const { messenger, settings, t } = useWidget();
  const [busy, setBusy] = useState(false);
  if (!settings.consent) return null;
  const agree = async () => {
    setBusy(true);
    if (await messenger.requests.agree()) onAgreed();
    setBusy(false);
  };
  return (
    <section class="consent" aria-labelledby="yingda-consent">
      <h2 id="yingda-consent">{t.text("consent.label")}</h2>
      <p>
        <Text text={t.local(settings.consent)} />
      </p>
      <button type="button" class="primary" disabled={busy} onClick={agree}>
        {t.text("consent.agree")}
      </button>
    </section>
  );
}

export function EndConfirmation({ onDone }: { onDone: () => void }) {
  const { messenger, t } = useWidget();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus({ preventScroll: true }), []);
  const end = async () => {
    onDone();
    await messenger.requests.end();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onDone();
  };
  return (
    <div class="scrim">
      <div
        class="sheet"
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="yingda-end"
        aria-describedby="yingda-end-detail"
        onKeyDown={onKeyDown}
      >
        <h2 id="yingda-end">{t.text("end.title")}</h2>
        <p id="yingda-end-detail">{t.text("end.detail")}</p>
        <div class="sheet-actions">
          <button type="button" class="secondary" ref={keep} onClick={onDone}>
            {t.text("end.cancel")}
          </button>
          <button type="button" class="primary danger" onClick={end}>
            {t.text("end.confirm")}
          </button>
        </div>
      </div>
    </div>
  );
}
