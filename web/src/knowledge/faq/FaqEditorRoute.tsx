/**
 * The editor over the page it was opened from: reads the entry named in the address, or starts a new one from what the
 * address carries (a question, an unanswered question's id). Closing goes back to that page with its filters.
 */
import { useQuery } from "@tanstack/react-query";
import { Drawer, Skeleton } from "antd";
import { FileQuestion } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";
import { operationQuery } from "@/api/queries";
import type { FaqOut } from "@/api/types";
import { useCan, useSession } from "@/session/session";
import { EmptyState } from "@/ui/EmptyState";
import { forEditing } from "@/ui/editing";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { FaqForm } from "./FaqForm";
import { FaqView } from "./FaqView";
import { emptyFields, fieldsOf } from "./fields";
import { withoutPrefill } from "./prefill";

export function FaqEditorRoute() {
  const { t } = useTranslation("knowledge");
  const { faqId = "new" } = useParams();
  const [parameters] = useSearchParams();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const can = useCan();
  const isNew = faqId === "new";
  const faq = useQuery({
    ...forEditing(operationQuery("faq_lookup", { path: { id: faqId } })),
    enabled: !isNew,
  });
  const close = () => {
    const search = withoutPrefill(parameters).toString();
    void navigate({ pathname: pathname.slice(0, pathname.lastIndexOf("/")), search });
  };
  const title = isNew ? t("editor.new") : can("faq.write") ? t("editor.edit") : t("editor.view");
  return (
    <Drawer
      open
      onClose={close}
      title={title}
      size="min(1040px, 100vw)"
      styles={{ body: { padding: 0, overflow: "hidden" } }}
      keyboard
    >
      {isNew ? (
        <NewFaq key={parameters.get("unanswered")} onClose={close} />
      ) : (
        <ExistingFaq faq={faq} onClose={close} />
      )}
    </Drawer>
  );
}

function NewFaq({ onClose }: { onClose: () => void }) {
  const [parameters] = useSearchParams();
  const { brands } = useSession();
  const asked = parameters.get("language");
  const locale = asked === "zh-CN" || asked === "en" ? asked : (brands[0]?.locale ?? "zh-CN");
  return (
    <FaqForm
      faq={null}
      initial={emptyFields(locale, parameters.get("question") ?? "")}
      unansweredId={parameters.get("unanswered")}
      onClose={onClose}
    />
  );
}

type FaqQuery = ReturnType<typeof useQuery<FaqOut, Error>>;

function ExistingFaq({
  faq,
  onClose,
}: {
  faq: Pick<FaqQuery, "data" | "error" | "isFetchedAfterMount" | "refetch">;
  onClose: () => void;
}) {
  const { t } = useTranslation("knowledge");
  const can = useCan();
  if (faq.error && (faq.error as { status?: number }).status === 404) {
    return (
      <EmptyState
        icon={<FileQuestion size={20} />}
        title={t("editor.notFound")}
        text={t("editor.notFoundText")}
      />
    );
  }
  if (faq.error) {
    return <ProblemAlert error={faq.error} onRetry={() => faq.refetch()} style={{ margin: 24 }} />;
  }
  if (!faq.data || !faq.isFetchedAfterMount)
    return <Skeleton active style={{ padding: 24 }} paragraph={{ rows: 8 }} />;
  if (!can("faq.write")) return <FaqView faq={faq.data} />;
  return (
    <FaqForm
      key={faq.data.id}
      faq={faq.data}
      initial={fieldsOf(faq.data)}
      unansweredId={null}
      onClose={onClose}
    />
  );
}
