/** Which list is shown, read from the address bar so that a view can be shared. */
import { useSearchParams } from "react-router";
import type { ConversationHandler, ConversationStatus } from "@/api/types";
import type { ListFilter } from "@/realtime/listing";
import { useCan } from "@/session/session";

export const views = ["mine", "queue", "all"] as const;
export const statuses = ["open", "snoozed", "resolved"] as const;
export const handlers = ["bot", "queue", "agent"] as const;

function oneOf<Name extends string>(
  names: readonly Name[],
  value: string | null,
): Name | undefined {
  return names.find((name) => name === value);
}

export function readFilter(
  parameters: URLSearchParams,
  usual: ListFilter["view"] = "mine",
): ListFilter {
  const view = oneOf(views, parameters.get("view")) ?? usual;
  const q = parameters.get("q") ?? undefined;
  const queue_id = parameters.get("queue") ?? undefined;
  // What waits in a queue is open and handled by the queue; there is nothing left to filter.
  if (view === "queue") return { view, status: "open", q, queue_id };
  return {
    view,
    status: oneOf<ConversationStatus>(statuses, parameters.get("status")) ?? "open",
    handler:
      view === "all" ? oneOf<ConversationHandler>(handlers, parameters.get("handler")) : undefined,
    q,
    queue_id,
  };
}

type Change = Partial<Record<"view" | "status" | "handler" | "q" | "queue", string | null>>;

export function useListFilter(): [ListFilter, (change: Change) => void] {
  const [parameters, setParameters] = useSearchParams();
  const change = (values: Change) =>
    setParameters(
      (current) => {
        const next = new URLSearchParams(current);
        for (const [name, value] of Object.entries(values)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  // Who takes no conversations has none of their own.
  const usual = useCan()("conversation.reply") ? "mine" : "all";
  return [readFilter(parameters, usual), change];
}
