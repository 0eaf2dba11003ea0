/** The one query cache, with the manners shared by all queries. */
import { QueryCache, QueryClient } from "@tanstack/react-query";
import { Problem } from "./problem";

/** Told when the server says that nobody is logged in any more. */
export const sessionEnded = new EventTarget();

export function createCache(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof Problem && error.code === "unauthenticated") {
          sessionEnded.dispatchEvent(new Event("ended"));
        }
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && isTransient(error),
      },
      mutations: { retry: false },
    },
  });
}

function isTransient(error: unknown): boolean {
  const { status } = Problem.of(error);
  return status === 0 || status === 502 || status === 503 || status === 504;
}
