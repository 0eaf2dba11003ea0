/** Queues have no event of their own: they are read again when the counts say something moved. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { operationQuery } from "@/api/queries";

const slowly = 30_000;

export function useLiveQueues() {
  const counts = useQuery(operationQuery("conversation_counts"));
  const queues = useQuery({ ...operationQuery("queue_list"), refetchInterval: slowly });
  const waiting = counts.data?.queue;
  const seen = useRef(waiting);
  const { refetch } = queues;

  useEffect(() => {
    if (waiting === seen.current) return;
    seen.current = waiting;
    refetch();
  }, [waiting, refetch]);

  return queues;
}
