//! `yingda import faq`: sends a file to a running server and tells what became of each row.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use serde::Deserialize;
use yingda_model::Page;
use yingda_model::member::Brand;

use crate::remote::{Problem, Refusal, Remote};

/// What can be imported.
#[derive(Debug, Args)]
pub struct ImportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Questions and answers from a CSV, XLSX or JSONL file
    Faq(FaqArgs),
}

/// Columns: question, answer, similar (separated by | or lines), category, locale, enabled; headings may be Chinese.
///
/// A row whose question is stored already (spacing, punctuation and case aside) changes that entry. With bad rows
/// nothing is imported, unless --skip-bad is given. Running the same import again is harmless.
#[derive(Debug, Args)]
struct FaqArgs {
    /// The file; its ending tells the format
    file: PathBuf,
    /// Where the server is
    #[arg(long, env = "YINGDA_URL", default_value = "http://127.0.0.1:8080")]
    url: String,
    /// An API token that may write FAQ entries
    #[arg(long, env = "YINGDA_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// The brand's name or id; not needed where there is one brand
    #[arg(long)]
    brand: Option<String>,
    /// The format, where the file's ending doesn't tell
    #[arg(long)]
    format: Option<Format>,
    /// Import the good rows although there are bad ones
    #[arg(long)]
    skip_bad: bool,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Csv,
    Xlsx,
    Jsonl,
}

impl Format {
    fn of(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "txt" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            _ => None,
        }
    }

    fn word(self) -> (&'static str, &'static str) {
        match self {
            Self::Csv => ("csv", "text/csv"),
            Self::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Self::Jsonl => ("jsonl", "application/x-ndjson"),
        }
    }
}

#[derive(Debug, Default, Deserialize, serde::Serialize)]
struct Report {
    created: usize,
    updated: usize,
    unchanged: usize,
    skipped: usize,
    dry_run: bool,
    unknown_columns: Vec<String>,
    errors: Vec<RowError>,
}

#[derive(Debug, Deserialize, serde::Serialize)]
struct RowError {
    line: usize,
    field: String,
    code: String,
    detail: String,
}

/// Runs the command. The exit code is 0 when everything that was asked for was done, 1 when not.
pub async fn run(args: ImportArgs) -> ExitCode {
    let What::Faq(args) = args.what;
    match send(&args).await {
        Ok(report) => tell(&args, &report),
        Err(trouble) => {
            _ = writeln!(io::stderr(), "error: {trouble}");
            ExitCode::FAILURE
        }
    }
}

async fn send(args: &FaqArgs) -> Result<Report, String> {
    let name = args.file.display();
    let format = args.format.or_else(|| Format::of(&args.file));
    let format =
        format.ok_or_else(|| format!("{name}: say --format csv, xlsx or jsonl: the ending does not tell"))?;
    let content = std::fs::read(&args.file).map_err(|error| format!("{name}: {error}"))?;
    let remote = Remote::new(&args.url, args.token.clone()).map_err(|refusal| refusal.to_string())?;
    let brand = brand(&remote, args.brand.as_deref()).await?;
    let (word, media_type) = format.word();
    let path = format!(
        "/api/v1/faq/import?brand_id={}&format={word}&skip_bad={}&dry_run={}",
        brand.id, args.skip_bad, args.dry_run
    );
    match remote.upload(&path, media_type, content).await {
        Ok(report) => Ok(report),
        Err(Refusal::Problem(problem)) if problem.code == "invalid" && !problem.errors.is_empty() => {
            Ok(refused(*problem))
        }
        Err(other) => Err(other.to_string()),
    }
}

/// The brand that was named, or the only one.
async fn brand(remote: &Remote, wanted: Option<&str>) -> Result<Brand, String> {
    let page: Page<Brand> = remote.get("/api/v1/brands").await.map_err(|refusal| refusal.to_string())?;
    let names = || page.items.iter().map(|brand| brand.name.as_str()).collect::<Vec<_>>().join(", ");
    let found = match wanted {
        Some(wanted) => {
            page.items.iter().find(|brand| brand.name == wanted || brand.id.to_string() == wanted)
        }
        None if page.items.len() == 1 => page.items.first(),
        None => return Err(format!("say which brand with --brand: {}", names())),
    };
    found.cloned().ok_or_else(|| format!("there is no such brand; there are: {}", names()))
}

/// A refusal for bad rows, as a report of them: the server points to `/LINE/FIELD`.
fn refused(problem: Problem) -> Report {
    let errors = problem.errors.into_iter().map(|error| {
        let mut parts = error.pointer.trim_start_matches('/').splitn(2, '/');
        let line = parts.next().and_then(|line| line.parse().ok());
        let field =
            if line.is_some() { parts.next().unwrap_or_default().to_owned() } else { error.pointer.clone() };
        RowError { line: line.unwrap_or(0), field, code: error.code, detail: error.detail }
    });
    let errors: Vec<RowError> = errors.collect();
    let mut lines: Vec<usize> = errors.iter().map(|error| error.line).collect();
    lines.dedup();
    Report { skipped: lines.len(), errors, ..Report::default() }
}

fn tell(args: &FaqArgs, report: &Report) -> ExitCode {
    let nothing_done = !report.errors.is_empty() && !args.skip_bad;
    if args.json {
        let text = serde_json::to_string(report).unwrap_or_default();
        _ = writeln!(io::stdout(), "{text}");
    } else {
        tell_people(args, report, nothing_done);
    }
    if nothing_done { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn tell_people(args: &FaqArgs, report: &Report, nothing_done: bool) {
    let name = args.file.display();
    let mut stderr = io::stderr().lock();
    for RowError { line, field, detail, .. } in &report.errors {
        let place = if *line == 0 { name.to_string() } else { format!("{name}:{line}") };
        let field = if field.is_empty() { String::new() } else { format!("{field}: ") };
        _ = writeln!(stderr, "{place}: {field}{detail}");
    }
    if nothing_done && !report.dry_run {
        _ = writeln!(stderr, "error: {} bad rows, nothing was imported", report.skipped);
        _ = writeln!(stderr, "hint: correct them, or import the good rows with --skip-bad");
        return;
    }
    if !report.unknown_columns.is_empty() {
        _ = writeln!(
            stderr,
            "{name}: passed over columns without a meaning here: {}",
            report.unknown_columns.join(", ")
        );
    }
    let would = if report.dry_run { "would have " } else { "" };
    let Report { created, updated, unchanged, skipped, .. } = report;
    _ = writeln!(
        io::stdout(),
        "{would}created {created}, updated {updated}, unchanged {unchanged}, skipped {skipped}"
    );
}
