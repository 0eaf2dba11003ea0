/** The tab last chosen in the context panel stays chosen from one conversation to the next. */
import { useState } from "react";

const storageKey = "yingda.context_tab";

export function useRememberedTab(keys: string[]): [string, (key: string) => void] {
  const [chosen, setChosen] = useState(() => localStorage.getItem(storageKey) ?? "");
  const choose = (key: string) => {
    localStorage.setItem(storageKey, key);
    setChosen(key);
  };
  return [keys.includes(chosen) ? chosen : (keys[0] ?? ""), choose];
}
