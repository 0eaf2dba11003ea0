/** The form of a channel with the widget's likeness beside it. */
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "@/api/problem";
import { queryKey, useCommand } from "@/api/queries";
import type { ChannelOut, Locale } from "@/api/types";
import { useFieldErrors, useUnsavedGuard } from "@/ui/form";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { BasicFields } from "./BasicFields";
import styles from "./Channels.module.css";
import { type ChannelFields, countMissing, fieldsOf, locales, patchOf } from "./fields";
import { LookFields } from "./LookFields";
import { OriginsField } from "./OriginsField";
import { WidgetPreview } from "./WidgetPreview";
import { WordFields } from "./WordFields";

export function ChannelForm({ channel }: { channel: ChannelOut }) {
  const { t } = useTranslation("settings");
  const [form] = Form.useForm<ChannelFields>();
  const [initial, setInitial] = useState(() => fieldsOf(channel));
  const [locale, setLocale] = useState<Locale>("zh-CN");
  const watched = Form.useWatch([], form) as ChannelFields | undefined;
  const values: ChannelFields = merge(initial, watched);
  const changed = JSON.stringify(patchOf(values, 0)) !== JSON.stringify(patchOf(initial, 0));
  useUnsavedGuard(changed);
  const { save, busy, problem } = useSave(channel, form, setInitial);

  /** The field in question may belong to the language that is not shown. */
  const showFailed = () => {
    const failing = locales.find((other) => countMissing(values, other) > 0);
    if (failing && countMissing(values, locale) === 0) setLocale(failing);
  };
  return (
    <div className={styles.columns}>
      <Form<ChannelFields>
        form={form}
        className={styles.form}
        layout="vertical"
        initialValues={initial}
        validateTrigger="onBlur"
        onFinish={() => save(merge(initial, form.getFieldsValue(true)))}
        onFinishFailed={showFailed}
        autoComplete="off"
      >
        <BasicFields />
        <LookFields color={values.settings.color} />
        <WordFields locale={locale} onLocale={setLocale} values={values} />
        <OriginsField />
        <Problems problem={problem} />
        <div className={styles.save}>
          <Button type="primary" htmlType="submit" loading={busy} disabled={!changed}>
            {t("form.save")}
          </Button>
        </div>
      </Form>
      <WidgetPreview fields={values} locale={locale} onLocale={setLocale} />
    </div>
  );
}

function Problems({ problem }: { problem: Problem | null }) {
  const { t } = useTranslation("settings");
  if (!problem) return null;
  if (problem.code === "stale_version") {
    return <Alert type="warning" showIcon title={t("form.stale")} className={styles.problem} />;
  }
  return <ProblemAlert error={problem} style={{ marginBottom: 16 }} />;
}

type FormOf = ReturnType<typeof Form.useForm<ChannelFields>>[0];

function useSave(channel: ChannelOut, form: FormOf, onSaved: (fields: ChannelFields) => void) {
  const { t } = useTranslation("settings");
  const { message } = App.useApp();
  const cache = useQueryClient();
  const place = useFieldErrors(form);
  const [problem, setProblem] = useState<Problem | null>(null);
  const update = useCommand("channel_update", { invalidates: ["channel_list"] });
  const key = queryKey("channel_lookup", { path: { id: channel.id } });
  const save = (fields: ChannelFields) => {
    setProblem(null);
    update.mutate(
      { path: { id: channel.id }, body: patchOf(fields, channel.version) },
      {
        onSuccess: (saved) => {
          // The answer to a change carries the secret only for those who may see it, as the look-up does.
          cache.setQueryData(key, saved);
          onSaved(fieldsOf(saved));
          form.setFieldsValue(fieldsOf(saved));
          message.success(t("form.saved"));
        },
        onError: (error) => {
          if (error.code === "stale_version") void cache.invalidateQueries({ queryKey: key });
          if (!place(error)) setProblem(error);
        },
      },
    );
  };
  return { save, busy: update.isPending, problem };
}

/** Fields that have not been mounted yet keep their first value. */
function merge(initial: ChannelFields, now: Partial<ChannelFields> | undefined): ChannelFields {
  return { ...initial, ...now, settings: { ...initial.settings, ...now?.settings } };
}
