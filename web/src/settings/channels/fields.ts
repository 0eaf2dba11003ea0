/** A channel as its form holds it. The limits mirror the server's. */
import type { ChannelOut, ChannelPatch, ChannelSettings, Id, Locale, Localised } from "@/api/types";
import { parseOrigins } from "./origins";

export interface ChannelFields {
  name: string;
  queue_id: Id;
  enabled: boolean;
  /** Consent has its own switch, so that its text survives switching it off and on again. */
  asksConsent: boolean;
  settings: Omit<ChannelSettings, "consent"> & { consent: Localised };
  origins: string;
}

export const limits = {
  name: 60,
  title: 40,
  greeting: 500,
  offline: 500,
  consent: 1000,
  suggestion: 60,
  suggestions: 5,
} as const;

export const locales: readonly Locale[] = ["zh-CN", "en"];

export function fieldsOf(channel: ChannelOut): ChannelFields {
  const { name, queue_id, enabled, settings } = channel;
  return {
    name,
    queue_id,
    enabled,
    asksConsent: settings.consent !== null,
    settings: { ...settings, consent: settings.consent ?? { "zh-CN": "", en: "" } },
    origins: channel.allowed_origins.join("\n"),
  };
}

export function patchOf(fields: ChannelFields, version: number): ChannelPatch {
  const { settings } = fields;
  return {
    name: fields.name.trim(),
    queue_id: fields.queue_id,
    enabled: fields.enabled,
    allowed_origins: parseOrigins(fields.origins),
    settings: {
      ...settings,
      consent: fields.asksConsent ? settings.consent : null,
      suggestions: settings.suggestions.filter((text) => !isBlank(text)),
    },
    version,
  };
}

/** How many texts of a language are still missing; a form shows one language at a time. */
export function countMissing(fields: ChannelFields, locale: Locale): number {
  const { settings } = fields;
  const texts = [
    settings.title,
    settings.greeting,
    settings.offline_notice,
    ...(fields.asksConsent ? [settings.consent] : []),
    ...settings.suggestions.filter((text) => text && !isBlank(text)),
  ];
  return texts.filter((text) => !text?.[locale]?.trim()).length;
}

function isBlank(text: Localised): boolean {
  return !text["zh-CN"]?.trim() && !text.en?.trim();
}
