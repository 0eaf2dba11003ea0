/**
 * The bridge between operations and the query cache. A query's key is `[operation, arguments]`,
 * so any code that knows an operation id can find, patch or invalidate what it answered.
 */
import {
  infiniteQueryOptions,
  type QueryKey,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { call } from "./client";
import type { Answer, Arguments, Bare, OperationId } from "./operations";
import type { Problem } from "./problem";
import type { Page } from "./types";

export function queryKey<Key extends OperationId>(operation: Key, args?: Arguments<Key>): QueryKey {
  return args === undefined ? [operation] : [operation, args];
}

/** `useQuery(operationQuery("faq_lookup", { path: { id } }))` */
export function operationQuery<Key extends Bare>(
  operation: Key,
  args?: Arguments<Key>,
): Options<Key>;
export function operationQuery<Key extends OperationId>(
  operation: Key,
  args: Arguments<Key>,
): Options<Key>;
export function operationQuery<Key extends OperationId>(operation: Key, args?: Arguments<Key>) {
  return optionsOf(operation, args as Arguments<Key>);
}

type Options<Key extends OperationId> = ReturnType<typeof optionsOf<Key>>;

function optionsOf<Key extends OperationId>(operation: Key, args: Arguments<Key>) {
  return queryOptions<Answer<Key>, Problem>({
    queryKey: queryKey(operation, args),
    queryFn: ({ signal }) => call(operation, args, { signal }),
  });
}

type Listing = {
  [Key in OperationId]: Answer<Key> extends Page<unknown> ? Key : never;
}[OperationId];

type ItemOf<Key extends Listing> = Answer<Key> extends Page<infer Item> ? Item : never;

/** A list read page by page: `useInfiniteQuery(listQuery("faq_list", { query: { q } }))`. */
export function listQuery<Key extends Listing>(
  operation: Key,
  args: Arguments<Key> = {} as Arguments<Key>,
) {
  return infiniteQueryOptions({
    queryKey: [operation, "pages", args] as QueryKey,
    queryFn: async ({ pageParam, signal }): Promise<Page<ItemOf<Key>>> => {
      const query = { ...(args as { query?: object }).query, cursor: pageParam ?? undefined };
      const answer = await call(operation, { ...args, query } as Arguments<Key>, { signal });
      return answer as Page<ItemOf<Key>>;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<ItemOf<Key>>) => last.next,
  });
}

/**
 * A write. Its variables are the operation's arguments; the named operations are read again
 * afterwards. Errors are typed as `Problem`; show them with `<ProblemAlert>` beside the thing.
 */
export function useCommand<Key extends OperationId>(
  operation: Key,
  { invalidates = [] }: { invalidates?: OperationId[] } = {},
) {
  const cache = useQueryClient();
  return useMutation<Answer<Key>, Problem, Arguments<Key>>({
    mutationFn: (args) => call(operation, args),
    onSuccess: () =>
      Promise.all(invalidates.map((name) => cache.invalidateQueries({ queryKey: [name] }))),
  });
}
