/** The brand: the name customers see and the language to start with. */
import { useQuery } from "@tanstack/react-query";
import { App, Button, Form, Input, Segmented, Select, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "@/api/problem";
import { operationQuery, useCommand } from "@/api/queries";
import type { BrandOut, BrandPatch } from "@/api/types";
import { forEditing } from "@/ui/editing";
import { useFieldErrors, useUnsavedGuard } from "@/ui/form";
import { Page } from "@/ui/Page";
import { ProblemAlert } from "@/ui/ProblemAlert";

type Fields = Pick<BrandPatch, "name" | "locale" | "time_zone">;

export default function CompanyPage() {
  const { t } = useTranslation("settings");
  const brands = useQuery(forEditing(operationQuery("brand_list")));
  return (
    <Page title={t("company.title")} description={t("company.intro")}>
      {!brands.isFetchedAfterMount && <Skeleton active />}
      <ProblemAlert error={brands.error} onRetry={() => brands.refetch()} />
      {brands.isFetchedAfterMount &&
        brands.data?.items.map((brand) => <BrandForm key={brand.id} brand={brand} />)}
    </Page>
  );
}

function BrandForm({ brand }: { brand: BrandOut }) {
  const { t } = useTranslation("settings");
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const [touched, setTouched] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const place = useFieldErrors(form);
  const save = useCommand("brand_update", { invalidates: ["brand_list", "session_lookup"] });
  useUnsavedGuard(touched);

  const submit = (fields: Fields) => {
    setProblem(null);
    save.mutate(
      { path: { id: brand.id }, body: { ...fields, version: brand.version } },
      {
        onSuccess: () => {
          setTouched(false);
          message.success(t("form.saved"));
        },
        onError: (error) => {
          if (!place(error)) setProblem(error);
        },
      },
    );
  };
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      style={{ maxWidth: 560 }}
      initialValues={{ name: brand.name, locale: brand.locale, time_zone: brand.time_zone }}
      validateTrigger="onBlur"
      onValuesChange={() => setTouched(true)}
      onFinish={submit}
    >
      <Form.Item<Fields>
        name="name"
        label={t("company.name")}
        extra={t("company.nameHelp")}
        rules={[
          { required: true, whitespace: true, message: t("form.nameRequired") },
          { max: 80, message: t("form.tooLong", { max: 80 }) },
        ]}
      >
        <Input />
      </Form.Item>
      <Form.Item<Fields>
        name="locale"
        required
        label={t("company.locale")}
        extra={t("company.localeHelp")}
      >
        <Segmented
          options={[
            { value: "zh-CN", label: t("locale.zh-CN") },
            { value: "en", label: t("locale.en") },
          ]}
        />
      </Form.Item>
      <Form.Item<Fields>
        name="time_zone"
        required
        label={t("company.timeZone")}
        extra={t("company.timeZoneHelp")}
      >
        <Select showSearch options={zonesWith(brand.time_zone)} style={{ maxWidth: 320 }} />
      </Form.Item>
      {problem && <ProblemAlert error={problem} style={{ marginBottom: 16 }} />}
      <Button type="primary" htmlType="submit" loading={save.isPending} disabled={!touched}>
        {t("form.save")}
      </Button>
    </Form>
  );
}

/** The zones that this browser knows, and the brand's own, which may be a newer one. */
function zonesWith(zone: string) {
  const zones = new Set([...Intl.supportedValuesOf("timeZone"), "UTC", zone]);
  return [...zones].sort().map((value) => ({ value, label: value.replaceAll("_", " ") }));
}
