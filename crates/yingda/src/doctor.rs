//! `yingda doctor`: looks at everything that a server needs before and while it runs, and says how to mend what is wrong.
//! Changes nothing.

mod certificate;
mod disk;
mod finding;
mod store;
mod vault;

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use tokio::task::spawn_blocking;

use crate::backup::{fail, say};
use crate::check::chain;
use crate::config::{Config, StoreArgs, Surroundings, risks};
pub use finding::{Finding, Level};

/// Descriptors that a busy server needs: one for each connection and some more.
const DESCRIPTORS: u64 = 20_000;

/// Looks whether everything is in order.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    #[command(flatten)]
    store: StoreArgs,
}

/// Runs the command. The exit code is 0 when nothing hinders a server, 1 when something does.
pub async fn run(args: DoctorArgs) -> ExitCode {
    let found = match args.store.config() {
        Ok(config) => match spawn_blocking(move || examine(&config)).await {
            Ok(found) => found,
            Err(error) => return fail(&chain(&error)),
        },
        Err(error) => {
            vec![Finding::wrong(
                "configuration",
                error.to_string(),
                "correct it; `yingda config` explains every option",
            )]
        }
    };
    for finding in &found {
        say(&finding.to_string());
    }
    let wrong = found.iter().filter(|finding| finding.level == Level::Wrong).count();
    let doubtful = found.iter().filter(|finding| finding.level == Level::Doubtful).count();
    say(&format!("{} looked at, {doubtful} doubtful, {wrong} wrong", found.len()));
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Looks at everything, in the order in which a server would meet it.
pub fn examine(config: &Config) -> Vec<Finding> {
    let mut found = vec![Finding::fine("configuration", "is read without an error")];
    let risks = risks(config, Surroundings::of(config));
    found.extend(risks.into_iter().map(Finding::risky));
    found.extend(certificate::examine(config));
    found.extend(disk::examine(config));
    found.push(port(config.listen));
    found.extend(descriptors(Path::new("/proc/self/limits")));
    found.extend(store::examine(config));
    found.extend(vault::examine(config));
    found
}

fn port(address: SocketAddr) -> Finding {
    match TcpListener::bind(address) {
        Ok(_) => Finding::fine("port", format!("{address} is free")),
        Err(error) => {
            let answers = TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok();
            let what = format!("{address} can't be listened on: {error}");
            if answers {
                Finding::doubtful("port", what, "if that is not this server, set `listen` to another port")
            } else {
                Finding::wrong(
                    "port",
                    what,
                    "set `listen` to an address of this machine and a port above 1023",
                )
            }
        }
    }
}

/// How many files and sockets may be open; none where the system does not say.
fn descriptors(limits: &Path) -> Option<Finding> {
    let text = std::fs::read_to_string(limits).ok()?;
    let line = text.lines().find(|line| line.starts_with("Max open files"))?;
    let most = line.split_whitespace().nth(3)?;
    let number: u64 = most.parse().unwrap_or(u64::MAX);
    Some(if number >= DESCRIPTORS {
        Finding::fine("open files", format!("up to {most}"))
    } else {
        Finding::doubtful(
            "open files",
            format!("at most {most}, and each connection takes one"),
            "raise it: LimitNOFILE= in the systemd unit, or `ulimit -n 65536` before the start",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_and_a_foreign_address_are_told_apart() {
        let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = taken.local_addr().expect("an address");
        assert_eq!(port(address).level, Level::Doubtful);
        assert_eq!(port("192.0.2.1:80".parse().expect("an address")).level, Level::Wrong);
        drop(taken);
        assert_eq!(port(address).level, Level::Fine);
    }

    #[test]
    fn few_descriptors_are_doubtful() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("limits");
        let level = |most: &str| {
            std::fs::write(&file, format!("Limit  Soft  Hard\nMax open files   {most}   524288   files\n"))
                .expect("written");
            descriptors(&file).map(|finding| finding.level)
        };
        assert_eq!(level("1024"), Some(Level::Doubtful));
        assert_eq!((level("65536"), level("unlimited")), (Some(Level::Fine), Some(Level::Fine)));
        assert_eq!(descriptors(&folder.path().join("nothing")), None);
    }
}
