/** Which day and whose numbers, kept in the address so that a view can be shared; and the numbers themselves, live. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { operationQuery } from "@/api/queries";
import { useTopic } from "@/realtime/RealtimeProvider";

export interface Choice {
  /** Today where it is absent. */
  date?: string;
  brand_id?: string;
  team_id?: string;
}

const names = { date: "date", brand_id: "brand", team_id: "team" } as const;

export function useChoice(): [Choice, (change: Choice) => void] {
  const [search, setSearch] = useSearchParams();
  const choice: Choice = {};
  for (const key of keys()) {
    const value = search.get(names[key]);
    if (value) choice[key] = value;
  }
  const choose = (change: Choice) =>
    setSearch(
      (known) => {
        for (const key of keys().filter((key) => key in change)) {
          const value = change[key];
          if (value) known.set(names[key], value);
          else known.delete(names[key]);
        }
        return known;
      },
      { replace: true },
    );
  return [choice, choose];
}

function keys(): (keyof Choice)[] {
  return ["date", "brand_id", "team_id"];
}

/** A day that is over does not change: only today's numbers are followed. */
export function useNumbers(choice: Choice) {
  useTopic(choice.date ? null : { topic: "numbers" });
  return useQuery({
    ...operationQuery("numbers_day", { query: choice }),
    placeholderData: keepPreviousData,
  });
}
