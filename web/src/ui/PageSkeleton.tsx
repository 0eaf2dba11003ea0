/** What stands in a page's place while its code and data arrive. */
import { Skeleton } from "antd";

export function PageSkeleton() {
  return (
    <div style={{ padding: 32, maxWidth: 720 }} aria-busy="true">
      <Skeleton active title={{ width: 180 }} paragraph={{ rows: 6 }} />
    </div>
  );
}
