//! `yingda check`: opens the store itself and verifies the journal's chain, the attachments' bytes and what must hold
//! between rows. Reads only, after bringing the schema up to date as every start does.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use tokio::task::spawn_blocking;
use yingda_model::{Clock as _, Result, SystemClock};
use yingda_store::checks::{self, FACTS};
use yingda_store::journal::{self, Hash};
use yingda_store::{Address, Store, blobs, journal_archives};

use crate::config::StoreArgs;

/// Journal entries verified at once.
const ENTRIES: usize = 5_000;
/// Attachments verified at once.
const BLOBS: usize = 50;
/// Faults told for each rule.
const TOLD: usize = 100;

/// Verifies a store that no server has open.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    store: StoreArgs,
}

/// What was looked at and what is wrong.
#[derive(Debug, Default)]
pub struct Findings {
    entries: usize,
    /// Files with archived entries that were verified, and how many there are.
    archives: (usize, usize),
    attachments: i64,
    faults: Vec<String>,
}

/// Runs the command. The exit code is 0 when nothing is wrong, 1 when something is, 2 when it could not look.
pub async fn run(args: CheckArgs) -> ExitCode {
    let config = match args.store.config() {
        Ok(config) => config,
        Err(error) => return crate::backup::fail(&error.to_string()),
    };
    match check(config.address(), Some(config.journal_folder())).await {
        Ok(findings) => tell(&findings),
        Err(trouble) => {
            _ = writeln!(io::stderr(), "error: {trouble}");
            ExitCode::from(2)
        }
    }
}

/// Prints what was found; success when nothing is wrong.
pub fn tell(findings: &Findings) -> ExitCode {
    let mut stdout = io::stdout().lock();
    for fault in &findings.faults {
        _ = writeln!(stdout, "{fault}");
    }
    let Findings { entries, archives: (verified, archived), attachments, faults } = findings;
    let rules = FACTS.len();
    if *archived > 0 {
        _ = writeln!(
            stdout,
            "{verified} of {archived} archived files of the journal are there and were verified"
        );
    }
    _ = writeln!(
        stdout,
        "{entries} journal entries, {attachments} attachments, {rules} rules: {} faults",
        faults.len()
    );
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Looks at everything in a store, and at the archived files of its journal in a folder.
pub async fn check(address: Address, archives: Option<PathBuf>) -> Result<Findings, String> {
    if let Address::Sqlite(path) = &address
        && !path.exists()
    {
        return Err(format!("there is no database at {}", path.display()));
    }
    let opened = spawn_blocking(move || Store::open_for_long(&address, SystemClock.now())).await;
    let store = opened.map_err(|error| error.to_string())?.map_err(|error| chain(&error))?;
    let mut findings = Findings::default();
    let looked = look(&store, archives, &mut findings).await;
    // Closing joins the store's threads.
    _ = spawn_blocking(move || drop(store)).await;
    looked.map_err(|error| chain(&error))?;
    Ok(findings)
}

async fn look(store: &Store, archives: Option<PathBuf>, findings: &mut Findings) -> Result<()> {
    if let Some(folder) = archives {
        check_archives(store, folder, findings).await?;
    }
    for partition in 0..store.backend().partitions() {
        check_partition(store, partition, findings).await?;
    }
    check_blobs(store, findings).await?;
    for fact in FACTS {
        let broken = store.read(move |tx| Ok(fact.broken(tx, TOLD + 1)?)).await?;
        findings.faults.extend(broken.iter().take(TOLD).map(|id| format!("{id}: {}", fact.fault)));
        if broken.len() > TOLD {
            findings.faults.push(format!("more than {TOLD} rows: {}", fact.fault));
        }
    }
    Ok(())
}

async fn check_archives(store: &Store, folder: PathBuf, findings: &mut Findings) -> Result<()> {
    let archives = store.read(|tx| Ok(journal_archives::list(tx)?)).await?;
    let count = archives.len();
    let checked = spawn_blocking(move || journal_archives::check(&archives, &folder)).await;
    let (verified, faults) = checked.map_err(yingda_model::Error::internal)?;
    findings.archives = (verified, count);
    findings.faults.extend(faults);
    Ok(())
}

async fn check_partition(store: &Store, partition: i64, findings: &mut Findings) -> Result<()> {
    let mut from: (i64, Hash) = store.read(move |tx| Ok(journal::origin_of(tx, partition)?)).await?;
    loop {
        let (position, hash, count, faults) =
            store.read(move |tx| Ok(journal::verify(tx, partition, from, ENTRIES)?)).await?;
        findings.entries += count;
        findings.faults.extend(
            faults
                .iter()
                .map(|fault| format!("journal {}/{}: {}", fault.partition, fault.position, fault.what)),
        );
        from = (position, hash);
        if count < ENTRIES {
            break;
        }
    }
    let head = store.read(move |tx| Ok(journal::head_of(tx, partition)?)).await?;
    if head.unwrap_or((0, [0; 32])) != from {
        findings.faults.push(format!("journal {partition}/{}: the head does not fit the last entry", from.0));
    }
    Ok(())
}

async fn check_blobs(store: &Store, findings: &mut Findings) -> Result<()> {
    let mut after = String::new();
    loop {
        let from = after.clone();
        let (damaged, last) = store.read(move |tx| Ok(blobs::verify(tx, &from, BLOBS)?)).await?;
        findings
            .faults
            .extend(damaged.into_iter().map(|id| format!("{id}: the bytes are not what was stored")));
        let Some(last) = last else { break };
        after = last;
    }

    findings.attachments = store.read(|tx| Ok(checks::attachments(tx)?)).await?;
    Ok(())
}

/// An error with what caused it.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
