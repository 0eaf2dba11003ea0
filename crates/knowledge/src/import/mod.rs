//! Bringing FAQ entries in from a file: read, judge every row, then write.
//!
//! Nothing is written before every row of the file has been judged, so bad rows keep the whole file out. The changes are
//! written in units of work of [`ONE_UNIT`], between which everybody else's writes get their turn. A run that broke off
//! between two of them is finished by running it again: rows that are in place count as unchanged.

mod columns;
mod delimited;
mod encoding;
mod lines;
mod plan;
mod workbook;
mod write;

use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;
use utoipa::{IntoParams, ToSchema};
use yingda_model::{BrandId, Ctx, Error, FieldError, Locale, Permission, Result, Subject};

use crate::Knowledge;
use plan::{Existing, Plan};

/// Rows of the largest file.
pub const MAX_ROWS: usize = 20_000;
/// Bytes of the largest file.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// So many changes are written in one unit of work.
pub const ONE_UNIT: usize = 100;

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Comma, semicolon or tab between columns; UTF-8, UTF-16 with a byte order mark, or GB18030.
    Csv,
    /// The first sheet of a workbook.
    Xlsx,
    /// A JSON object in each line.
    Jsonl,
}

/// Where a file goes and how strictly.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FaqImportIn {
    pub brand_id: BrandId,
    #[param(inline)]
    pub format: Format,
    /// Import the good rows although there are bad ones.
    #[serde(default)]
    pub skip_bad: bool,
    /// Only say what would happen.
    #[serde(default)]
    pub dry_run: bool,
}

/// What an import did, or with `dry_run` would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FaqImportOut {
    pub created: usize,
    pub updated: usize,
    /// Rows that say what is stored already.
    pub unchanged: usize,
    /// Bad rows.
    pub skipped: usize,
    pub dry_run: bool,
    /// Columns of the file that mean nothing to an import and were passed over.
    pub unknown_columns: Vec<String>,
    pub errors: Vec<RowError>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FaqImportErrorOut)]
pub struct RowError {
    /// From 1, as editors and spreadsheets count.
    pub line: usize,
    /// The column; empty where the row as a whole is meant.
    pub field: String,
    pub code: String,
    pub detail: String,
}

impl RowError {
    fn new(line: usize, field: &str, code: &str, detail: impl Into<String>) -> Self {
        Self { line, field: field.into(), code: code.into(), detail: detail.into() }
    }

    /// As a field of a problem document: `/LINE/FIELD`, or `/LINE`.
    fn into_field_error(self) -> FieldError {
        let pointer = if self.field.is_empty() {
            format!("/{}", self.line)
        } else {
            format!("/{}/{}", self.line, self.field)
        };
        FieldError { pointer, code: self.code, detail: self.detail }
    }
}

/// A row as it stands in the file. None is a column that is not there, which leaves what is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Row {
    line: usize,
    question: String,
    answer: String,
    similar: Option<Vec<String>>,
    category: Option<String>,
    locale: Option<String>,
    enabled: Option<String>,
}

/// What a file holds: rows, and lines that are not even that.
#[derive(Debug, Default)]
struct Sheet {
    rows: Vec<Row>,
    errors: Vec<RowError>,
    /// Columns that mean nothing to an import.
    unknown: Vec<String>,
}

impl Sheet {
    fn push(&mut self, row: Row) -> Result<()> {
        self.rows.push(row);
        if self.rows.len() + self.errors.len() > MAX_ROWS { Err(too_many_rows()) } else { Ok(()) }
    }

    fn refuse(&mut self, error: RowError) -> Result<()> {
        self.errors.push(error);
        if self.rows.len() + self.errors.len() > MAX_ROWS { Err(too_many_rows()) } else { Ok(()) }
    }
}

/// Imports a file.
///
/// # Errors
/// `Invalid` when the file can't be read at all, or, unless `skip_bad` or `dry_run` is set, when it has bad rows: all of
/// them, with pointers `/LINE/FIELD`. Nothing has been written then.
pub async fn run(
    knowledge: &Knowledge,
    ctx: &Ctx,
    order: FaqImportIn,
    content: Vec<u8>,
) -> Result<FaqImportOut> {
    ctx.require(Permission::FaqWrite, &Subject::brand(order.brand_id))?;
    if content.len() > MAX_BYTES {
        return Err(Error::TooLarge {
            what: "the file",
            limit: (MAX_BYTES / (1024 * 1024)) as u64,
            unit: "MiB",
        });
    }
    let brand = order.brand_id;
    let found = knowledge.0.store.read(move |tx| Ok(yingda_store::brands::lookup(tx, brand)?)).await?;
    let Some(brand) = found else {
        return Err(Error::invalid("brand_id", "unknown", "there is no such brand"));
    };
    let sheet = blocking(move || read(order.format, &content)).await??;
    let plan = judge(knowledge, ctx, order.brand_id, brand.locale, sheet).await?;
    if !order.dry_run && !order.skip_bad && !plan.errors.is_empty() {
        return Err(Error::Invalid(plan.errors.into_iter().map(RowError::into_field_error).collect()));
    }
    let mut report = plan.report();
    report.dry_run = order.dry_run;
    if !order.dry_run {
        write::all(knowledge, ctx, plan, &mut report).await?;
    }
    Ok(report)
}

/// Reads a file into rows. Never panics, whatever the bytes.
fn read(format: Format, content: &[u8]) -> Result<Sheet> {
    match format {
        Format::Csv => delimited::read(&encoding::decode(content)?),
        Format::Jsonl => lines::read(&encoding::decode(content)?),
        Format::Xlsx => workbook::read(content),
    }
}

/// Compares every row with what is stored.
async fn judge(
    knowledge: &Knowledge,
    ctx: &Ctx,
    brand: BrandId,
    locale: Locale,
    sheet: Sheet,
) -> Result<Plan> {
    let existing = Existing::read(&knowledge.0.store, brand).await?;
    let ctx = ctx.clone();
    blocking(move || Plan::new(&ctx, brand, locale, sheet, &existing)).await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    spawn_blocking(work).await.map_err(Error::internal)
}

fn too_many_rows() -> Error {
    Error::TooLarge { what: "the file", limit: MAX_ROWS as u64, unit: "rows" }
}

/// The file as a whole can't be used.
fn unusable(code: &str, detail: impl Into<String>) -> Error {
    Error::invalid("", code, detail)
}
