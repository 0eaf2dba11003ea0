/** The messages of a conversation: the latest page first, older ones asked for while reading up. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/client";
import type { Problem } from "@/api/problem";
import type { Id } from "@/api/types";
import { threadKey } from "@/realtime/patches";
import { emptyThread, firstSeq, prependOlder, type Thread } from "@/realtime/thread";

const pageSize = 50;

export function threadQuery(id: Id) {
  return queryOptions<Thread, Problem>({
    queryKey: threadKey(id),
    queryFn: async ({ signal }) => {
      const query = { before: latest, limit: pageSize };
      return call("message_list", { path: { id }, query }, { signal });
    },
    // Kept up to date by events; read again only when a hole is found.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10 * 60_000,
  });
}

/** Greater than any number, so that "before" it are the latest messages. */
const latest = 2 ** 31 - 1;

export function useOlder(id: Id) {
  const cache = useQueryClient();
  return useMutation<Thread, Problem>({
    mutationFn: () => {
      const thread = cache.getQueryData<Thread>(threadKey(id)) ?? emptyThread;
      const query = { before: firstSeq(thread), limit: pageSize };
      return call("message_list", { path: { id }, query });
    },
    onSuccess: (older) => {
      cache.setQueryData<Thread>(threadKey(id), (thread = emptyThread) =>
        prependOlder(thread, older),
      );
    },
  });
}
