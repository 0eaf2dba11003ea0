//! What an import will do with each row: nothing, create, update, or refuse it. Compares, writes nothing.

use std::collections::HashMap;

use yingda_language::normalize::{fold, normalize};
use yingda_language::script;
use yingda_model::{BrandId, Ctx, Error, Faq, Locale, Result};
use yingda_store::Store;
use yingda_store::faq::{Keys, walk};

use super::{FaqImportOut, Row, RowError, Sheet};
use crate::draft::Draft;
use crate::faq;

/// Entries read at once.
const CHUNK: usize = 500;

/// What makes two questions the same within a brand.
type Key = (Locale, String);

/// The entries that a brand has.
pub struct Existing(HashMap<Key, Faq>);

impl Existing {
    pub async fn read(store: &Store, brand: BrandId) -> Result<Self> {
        let mut entries = HashMap::new();
        let mut after = None;
        loop {
            let chunk = store.read(move |tx| Ok(walk(tx, Some(brand), false, after, CHUNK)?)).await?;
            let Some(last) = chunk.last() else { return Ok(Self(entries)) };
            after = Some(last.id);
            entries.extend(chunk.into_iter().map(|entry| ((entry.locale, fold(&entry.question)), entry)));
        }
    }
}

/// One row that changes something.
#[derive(Clone, Debug)]
pub struct Change {
    pub faq: Faq,
    pub keys: Keys,
}

impl Change {
    pub fn is_new(&self) -> bool {
        self.faq.version == 1
    }
}

/// All that an import will do.
#[derive(Debug, Default)]
pub struct Plan {
    pub changes: Vec<Change>,
    pub unchanged: usize,
    pub errors: Vec<RowError>,
    skipped: usize,
    unknown_columns: Vec<String>,
}

impl Plan {
    pub fn new(ctx: &Ctx, brand: BrandId, locale: Locale, sheet: Sheet, existing: &Existing) -> Self {
        let mut plan = Self {
            skipped: sheet.errors.len(),
            errors: sheet.errors,
            unknown_columns: sheet.unknown,
            ..Self::default()
        };
        let mut lines: HashMap<Key, usize> = HashMap::new();
        for row in sheet.rows {
            let line = row.line;
            let judged = draft(row, locale, existing).and_then(|draft| {
                let key = (draft.locale, fold(&draft.question));
                match lines.insert(key.clone(), line) {
                    None => Ok((key, draft)),
                    Some(earlier) => {
                        let detail = format!("asks the same as line {earlier}");
                        lines.insert(key, earlier);
                        Err(vec![RowError::new(line, "question", "duplicate", detail)])
                    }
                }
            });
            match judged {
                Ok((key, draft)) => plan.add(ctx, brand, draft, existing.0.get(&key)),
                Err(errors) => {
                    plan.skipped += 1;
                    plan.errors.extend(errors);
                }
            }
        }
        plan.errors.sort_by_key(|error| error.line);
        plan
    }

    fn add(&mut self, ctx: &Ctx, brand: BrandId, draft: Draft, stored: Option<&Faq>) {
        let keys = draft.keys();
        let faq = match stored {
            None => faq::new(ctx, brand, draft),
            Some(stored) if Draft::of(stored) == draft => {
                self.unchanged += 1;
                return;
            }
            Some(stored) => draft.onto(Faq {
                version: stored.version + 1,
                updated_at: ctx.now,
                updated_by: ctx.actor.member().map(|member| member.id),
                ..stored.clone()
            }),
        };
        self.changes.push(Change { faq, keys });
    }

    pub fn report(&self) -> FaqImportOut {
        let created = self.changes.iter().filter(|change| change.is_new()).count();
        FaqImportOut {
            created,
            updated: self.changes.len() - created,
            unchanged: self.unchanged,
            skipped: self.skipped,
            dry_run: false,
            unknown_columns: self.unknown_columns.clone(),
            errors: self.errors.clone(),
        }
    }
}

/// The entry that a row describes; what its columns don't say stays as it is stored.
fn draft(row: Row, default: Locale, existing: &Existing) -> Result<Draft, Vec<RowError>> {
    let mut errors = Vec::new();
    let locale = locale(&row, default).unwrap_or_else(|error| {
        errors.push(error);
        default
    });
    let stored = existing.0.get(&(locale, fold(&row.question)));
    let enabled = enabled(&row).unwrap_or_else(|error| {
        errors.push(error);
        None
    });
    let draft = Draft {
        question: row.question,
        similar: row.similar.or_else(|| stored.map(|faq| faq.similar.clone())).unwrap_or_default(),
        answer: row.answer,
        category: row.category.or_else(|| stored.map(|faq| faq.category.clone())).unwrap_or_default(),
        locale,
        enabled: enabled.or_else(|| stored.map(|faq| faq.enabled)).unwrap_or(true),
    }
    .trimmed();
    if let Err(Error::Invalid(wrong)) = draft.check() {
        errors.extend(wrong.into_iter().map(|error| {
            // `/similar/3` is the column `similar`; the detail says which one.
            let mut parts = error.pointer.split('/').skip(1);
            let field = parts.next().unwrap_or_default();
            let detail = match parts.next().and_then(|place| draft.similar.get(place.parse::<usize>().ok()?))
            {
                Some(similar) => format!("“{similar}” {}", error.detail),
                None => error.detail,
            };
            RowError::new(row.line, field, &error.code, detail)
        }));
    }
    if errors.is_empty() { Ok(draft) } else { Err(errors) }
}

/// The language that a row names; without a name the one it is written in.
fn locale(row: &Row, default: Locale) -> Result<Locale, RowError> {
    let word = row.locale.as_deref().map(normalize).unwrap_or_default();
    match word.as_str() {
        "" => Ok(script(&format!("{} {}", row.question, row.answer)).unwrap_or(default)),
        "zh" | "zh-cn" | "zh_cn" | "zh-hans" | "中文" | "简体中文" => Ok(Locale::ZhCn),
        "en" | "en-us" | "en-gb" | "en_us" | "english" | "英文" | "英语" => Ok(Locale::En),
        _ => Err(RowError::new(row.line, "locale", "unknown", "must be zh-CN or en")),
    }
}

fn enabled(row: &Row) -> Result<Option<bool>, RowError> {
    let word = row.enabled.as_deref().map(normalize).unwrap_or_default();
    match word.as_str() {
        "" => Ok(None),
        "true" | "1" | "yes" | "y" | "是" | "启用" => Ok(Some(true)),
        "false" | "0" | "no" | "n" | "否" | "停用" => Ok(Some(false)),
        _ => Err(RowError::new(row.line, "enabled", "unknown", "must be true or false (是 or 否)")),
    }
}
