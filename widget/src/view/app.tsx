/** The root of the view: follows the state, chooses colours, and shows launcher and panel. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { brandColours, type Ground } from "../colour";
import type { Translator } from "../messages";
import type { Messenger } from "../messenger";
import { Widget } from "./context";
import { Launcher } from "./launcher";
import { Panel } from "./panel";

export type Theme = "light" | "dark" | "auto";

/** `--surface` and `--fill` of each theme in `theme/base.css`. */
const GROUND: Record<"light" | "dark", Ground> = {
  light: { surface: [255, 255, 255], fill: [242, 244, 247] },
  dark: { surface: [23, 26, 32], fill: [38, 43, 52] },
};

export function App({ messenger, t, theme }: { messenger: Messenger; t: Translator; theme: Theme }) {
  const [state, setState] = useState(messenger.cell.value);
  useLayoutEffect(() => messenger.cell.subscribe(setState), [messenger]);
  const dark = useDark(theme);
  const launcher = useRef<HTMLButtonElement>(null);
  const { session } = state;
  const colour = session?.settings.color ?? "";
  const colours = useMemo(() => brandColours(colour, GROUND[dark ? "dark" : "light"]), [colour, dark]);
  if (!session) return null;
  const { settings } = session;
  return (
    <Widget.Provider
      value={{ messenger, t, state, session, settings, title: t.local(settings.title) || session.company }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps events in, it does nothing with them */}
      <div
        class={`root ${dark ? "dark" : "light"} ${settings.position}`}
        lang={t.locale}
        style={{
          "--brand": colours.brand,
          "--on-brand": colours.onBrand,
          "--accent": colours.accent,
          "--tint": colours.tint,
        }}
        // The page's own shortcuts must not fire on what is typed here.
        onKeyDown={stop}
        onKeyUp={stop}
        onKeyPress={stop}
      >
        {state.open && <Panel launcher={launcher} />}
        <Launcher button={launcher} />
      </div>
    </Widget.Provider>
  );
}

function stop(event: Event): void {
  event.stopPropagation();
}

function useDark(theme: Theme): boolean {
  const query = useMemo(() => window.matchMedia?.("(prefers-color-scheme: dark)"), []);
  const [system, setSystem] = useState(query?.matches ?? false);
  useEffect(() => {
    const follow = () => setSystem(query?.matches ?? false);
    query?.addEventListener("change", follow);
    return () => query?.removeEventListener("change", follow);
  }, [query]);
  return theme === "auto" ? system : theme === "dark";
}
