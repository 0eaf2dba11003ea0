//! `yingda support-bundle`: what somebody needs to know who helps from far away, as one zip file that its owner can read before
//! it is sent. No personal data and no secrets: what could hold some is masked, and every known secret is taken out last.

mod facts;
mod masking;

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use tokio::task::spawn_blocking;
use yingda_api::LogOut;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::backup::{fail, say};
use crate::check::chain;
use crate::config::{Config, StoreArgs};
use crate::doctor;
use crate::remote::Remote;
use masking::Masking;

/// Gathers everything for whoever helps.
#[derive(Debug, Args)]
pub struct SupportArgs {
    /// The zip file to make; it must not be there yet
    file: PathBuf,
    /// Where the server is; without it the address that the options name
    #[arg(long, env = "YINGDA_URL")]
    url: Option<String>,
    /// An administrator's API token, for the newest lines of the log
    #[arg(long, env = "YINGDA_TOKEN", hide_env_values = true)]
    token: Option<String>,
    #[command(flatten)]
    store: StoreArgs,
}

/// A file of the bundle.
struct Part {
    name: &'static str,
    text: String,
}

/// Runs the command. The exit code is 0 when the file is there, 2 when it is not. What could not be asked stands in it.
pub async fn run(args: SupportArgs) -> ExitCode {
    let config = match args.store.config() {
        Ok(config) => config,
        Err(error) => {
            return fail(&format!("{error}\nhint: correct it, or leave the option out for this command"));
        }
    };
    let mut parts = vec![
        Part { name: "README.txt", text: README.into() },
        Part { name: "configuration.txt", text: facts::configuration(&config) },
    ];
    let looked = config.clone();
    let blocking = spawn_blocking(move || {
        let findings = doctor::examine(&looked);
        let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
        (facts::machine(), facts::store(&looked), findings.join("\n") + "\n")
    });
    match blocking.await {
        Ok((machine, store, doctor)) => parts.extend([
            Part { name: "machine.txt", text: machine },
            Part { name: "store.txt", text: store },
            Part { name: "doctor.txt", text: doctor },
        ]),
        Err(error) => return fail(&chain(&error)),
    }
    parts.extend(ask(&config, args.url.as_deref(), args.token.clone()).await);
    let masking = Masking::of(&config, args.token);
    for part in &mut parts {
        // Numbers that are counted look like those of people; metrics and row counts are about nobody.
        let counted = matches!(part.name, "metrics.txt" | "store.txt");
        part.text = if counted { masking.without_secrets(&part.text) } else { masking.hide(&part.text) };
    }
    match write(&args.file, &parts) {
        Ok(()) => {
            say(&format!("wrote {}: read it before you send it", args.file.display()));
            ExitCode::SUCCESS
        }
        Err(error) => fail(&format!("{}: {error}", args.file.display())),
    }
}

/// What the running server says of itself, or why it says nothing.
async fn ask(config: &Config, url: Option<&str>, token: Option<String>) -> [Part; 2] {
    let local = config.local_url(config.listen);
    let known = token.is_some();
    let remote = Remote::new(url.unwrap_or(&local), token);
    let (metrics, lines) = match &remote {
        Ok(remote) => {
            let log = if known { Some(remote.get::<LogOut>("/api/v1/server/log").await) } else { None };
            (remote.text("/metrics").await, log)
        }
        Err(refusal) => {
            let text = format!("{refusal}\n");
            return [("metrics.txt", text.clone()), ("log.txt", text)]
                .map(|(name, text)| Part { name, text });
        }
    };
    let metrics = metrics.unwrap_or_else(|refusal| format!("the server could not be asked: {refusal}\n"));
    let log = match lines {
        Some(Ok(log)) => format!("server {}\n{}\n", log.server, log.lines.join("\n")),
        Some(Err(refusal)) => format!("the server could not be asked: {refusal}\n"),
        None => "not asked: give an administrator's API token with --token\n".into(),
    };
    [Part { name: "metrics.txt", text: metrics }, Part { name: "log.txt", text: log }]
}

/// All parts as one file, for its owner alone.
fn write(path: &Path, parts: &[Part]) -> io::Result<()> {
    let file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
    let written = zipped(file, parts);
    if written.is_err() {
        _ = fs::remove_file(path);
    }
    written
}

fn zipped(file: File, parts: &[Part]) -> io::Result<()> {
    let mut zip = ZipWriter::new(file);
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for part in parts {
        zip.start_file(part.name, options)?;
        zip.write_all(part.text.as_bytes())?;
    }
    zip.finish()?.sync_all()
}

const README: &str = "\
What `yingda support-bundle` has gathered for whoever helps. Plain texts: read them before you send them.

configuration.txt  every option and its value; secrets, users and passwords are left out
machine.txt        the program, the system, processors and memory
store.txt          the database, its schema, rows by table, and which keys the vault needs
doctor.txt         what `yingda doctor` finds
metrics.txt        what the running server counts
log.txt            the newest lines of its log

Telephone numbers, e-mail addresses and other long numbers are hidden. No conversation, customer or member is in here.
";
