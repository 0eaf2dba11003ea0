/** Whether single keys act as shortcuts: a choice kept in this browser, on unless switched off. */

const storageKey = "yingda.single_keys";
const listeners = new Set<() => void>();

export const singleKeys = {
  enabled: (): boolean => localStorage.getItem(storageKey) !== "off",
  set: (enabled: boolean): void => {
    localStorage.setItem(storageKey, enabled ? "on" : "off");
    for (const listener of listeners) listener();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
