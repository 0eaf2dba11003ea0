/** The knowledge section: which page lives at which address below /knowledge. */
import { lazy } from "react";
import { Navigate, Route, Routes } from "react-router";
import { useCan } from "@/session/session";
import { FaqEditorRoute } from "./faq/FaqEditorRoute";
import { FaqListPage } from "./faq/FaqListPage";

const ImportPage = lazy(() => import("./import/ImportPage"));
const TryPage = lazy(() => import("./try/TryPage"));
const UnansweredPage = lazy(() => import("./unanswered/UnansweredPage"));

/** The editor opens over the page it was called from, so that closing it keeps that page's place. */
export function Component() {
  const can = useCan();
  return (
    <Routes>
      <Route index element={<Navigate to="faq" replace />} />
      <Route path="faq" element={<FaqListPage />}>
        <Route path=":faqId" element={<FaqEditorRoute />} />
      </Route>
      <Route path="unanswered" element={<UnansweredPage />}>
        <Route path=":faqId" element={<FaqEditorRoute />} />
      </Route>
      <Route path="try" element={<TryPage />}>
        <Route path=":faqId" element={<FaqEditorRoute />} />
      </Route>
      {can("faq.write") && <Route path="import" element={<ImportPage />} />}
      <Route path="*" element={<Navigate to="/knowledge/faq" replace />} />
    </Routes>
  );
}
