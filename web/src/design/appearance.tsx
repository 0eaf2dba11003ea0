/** Light, dark or as the system says: kept in this browser, applied to the document. */
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import type { Appearance } from "./antd";

export type AppearanceChoice = "system" | Appearance;

const storageKey = "yingda.appearance";

interface AppearanceContext {
  choice: AppearanceChoice;
  appearance: Appearance;
  choose: (choice: AppearanceChoice) => void;
}

const Context = createContext<AppearanceContext | null>(null);

function storedChoice(): AppearanceChoice {
  const stored = localStorage.getItem(storageKey);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const update = () => setMatches(media.matches);
    update();
    media.addEventListener("change", update);
    return () => media.removeEventListener("change", update);
  }, [query]);
  return matches;
}

/** Before the first render, so that a dark screen does not flash white. */
export function applyStoredAppearance(): void {
  const choice = storedChoice();
  const systemDark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme =
    choice === "system" ? (systemDark ? "dark" : "light") : choice;
}

export function AppearanceProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState(storedChoice);
  const systemDark = useMedia("(prefers-color-scheme: dark)");
  const appearance: Appearance = choice === "system" ? (systemDark ? "dark" : "light") : choice;

  useEffect(() => {
    document.documentElement.dataset.theme = appearance;
  }, [appearance]);

  const value = useMemo(
    () => ({
      choice,
      appearance,
      choose: (next: AppearanceChoice) => {
        localStorage.setItem(storageKey, next);
        setChoice(next);
      },
    }),
    [choice, appearance],
  );
  return <Context value={value}>{children}</Context>;
}

export function useAppearance(): AppearanceContext {
  const value = use(Context);
  if (!value) throw new Error("useAppearance is used outside AppearanceProvider");
  return value;
}
