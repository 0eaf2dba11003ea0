/** The frame around every page of someone who is logged in: the rail, and the page beside it. */
import { Suspense } from "react";
import { Outlet } from "react-router";
import { PageSkeleton } from "@/ui/PageSkeleton";

export function Component() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Outlet />
    </Suspense>
  );
}
