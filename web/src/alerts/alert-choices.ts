/** Which alerts an agent wants for newly assigned conversations: opt-in, kept in this browser. */
import { useSyncExternalStore } from "react";

export interface AlertChoices {
  sound: boolean;
  desktop: boolean;
}

const storageKey = "yingda.alerts";
const listeners = new Set<() => void>();
const none: AlertChoices = { sound: false, desktop: false };

let choices = read();

function read(): AlertChoices {
  try {
    return { ...none, ...JSON.parse(localStorage.getItem(storageKey) ?? "{}") };
  } catch {
    return none;
  }
}

export function alertChoices(): AlertChoices {
  return choices;
}

export function setAlertChoices(change: Partial<AlertChoices>): void {
  choices = { ...choices, ...change };
  localStorage.setItem(storageKey, JSON.stringify(choices));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useAlertChoices(): AlertChoices {
  return useSyncExternalStore(subscribe, alertChoices);
}
