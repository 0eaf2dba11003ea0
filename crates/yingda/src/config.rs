//! What the operator decides: one table of options that file, environment and flags are read with, and that the
//! reference is made from. Later sources win: file, then `YINGDA_*` variables, then flags.

mod file;
mod options;
mod reference;
mod risks;

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use ipnet::IpNet;
use yingda_api::{CertificateError, Certificates, Folder, Limits, Log, Settings, Thresholds};
use yingda_model::Secret;
use yingda_records::Retention;
use yingda_store::Address;
use yingda_vault::Source;

pub use options::LogFormat;
use options::{ConfigOption, OPTIONS};
pub use reference::describe;
pub use risks::{Surroundings, risks};

use crate::bucket::{Access, Bucket, BucketError};
use crate::place::Place;
use crate::records::Records;
use crate::retention::Rule;
use crate::schedule::Schedule;

/// All decisions, with defaults where none was made.
#[derive(Clone, Debug)]
pub struct Config {
    pub listen: SocketAddr,
    /// None: a file in the data folder.
    pub database: Option<Address>,
    pub data_dir: PathBuf,
    /// None: the address that is listened on.
    pub public_url: Option<String>,
    /// PEM files; both or none.
    pub certificate: Option<PathBuf>,
    pub key: Option<PathBuf>,
    /// Where the vault's keys come from: at most one of the three; none: a file in the data folder.
    pub vault_key_file: Option<PathBuf>,
    pub vault_key: Option<Secret>,
    pub vault_key_command: Option<Vec<String>>,
    pub demo: bool,
    pub log_level: String,
    pub log_format: LogFormat,
    pub trusted_proxies: Vec<IpNet>,
    /// None: by the database.
    pub backup_every_hours: Option<u32>,
    /// A folder or a bucket; none: in the data folder.
    pub backup_target: Option<String>,
    /// How buckets are reached.
    pub backup_s3: Access,
    /// None: with an endpoint.
    pub backup_s3_path_style: Option<bool>,
    pub backup_rule: Rule,
    pub retention: Retention,
    /// None: in the data folder.
    pub journal_folder: Option<PathBuf>,
    /// Where spans are sent, if anywhere; of how many traces of a hundred.
    pub telemetry_endpoint: Option<String>,
    pub telemetry_percent: u32,
    pub telemetry_callers: Vec<IpNet>,
    pub alarms: Thresholds,
    pub limits: Limits,
    /// What was said, by option, as it was said.
    said: Vec<(&'static str, String)>,
}

/// Variables that other commands read.
const OTHER_VARIABLES: [&str; 3] = ["YINGDA_CONFIG", "YINGDA_URL", "YINGDA_TOKEN"];
/// What Kubernetes tells every container of a service called yingda, and what this project's own tests are told.
const OTHERS_VARIABLES: [&str; 4] =
    ["YINGDA_PORT", "YINGDA_SERVICE_HOST", "YINGDA_SERVICE_PORT", "YINGDA_TEST_"];

/// What is wrong with which source.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {message}")]
pub struct ConfigError {
    /// File and line, variable or flag.
    pub place: String,
    /// What is wrong, and where it helps, what to do.
    pub message: String,
}

impl ConfigError {
    fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}

impl Config {
    /// Reads all sources.
    ///
    /// # Errors
    /// On an unknown key of the file or a value that does not fit, with its place.
    pub fn load(
        args: &ServeArgs,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut config = Self::defaults()?;
        if let Some(path) = &args.file {
            file::apply(&mut config, path)?;
        }
        let variables: Vec<(String, String)> = variables.into_iter().collect();
        for option in &OPTIONS {
            let name = option.variable();
            if let Some((_, value)) = variables.iter().find(|(variable, _)| *variable == name) {
                config.take(option, value).map_err(|message| ConfigError::new(name, message))?;
            }
        }
        let known = |name: &str| {
            OTHER_VARIABLES.contains(&name)
                || OTHERS_VARIABLES.iter().any(|others| name.starts_with(others))
                || OPTIONS.iter().any(|option| option.variable() == name)
        };
        let mut ours = variables.iter().map(|(name, _)| name).filter(|name| name.starts_with("YINGDA_"));
        if let Some(unknown) = ours.find(|name| !known(name)) {
            let names = OPTIONS.iter().map(ConfigOption::variable);
            return Err(ConfigError::new(unknown, format!("unknown variable{}", hint(unknown, names))));
        }
        for (name, value) in &args.flags {
            let Some(option) = OPTIONS.iter().find(|option| option.name == name) else { continue };
            let place = format!("--{}", option.flag());
            config.take(option, value).map_err(|message| ConfigError::new(place, message))?;
        }
        config.checked()
    }

    /// Takes what somebody says about an option.
    fn take(&mut self, option: &ConfigOption, text: &str) -> Result<(), String> {
        (option.apply)(self, text)?;
        self.said.retain(|(name, _)| *name != option.name);
        self.said.push((option.name, text.to_owned()));
        Ok(())
    }

    /// Every option with its value as it was said, and whether it was; without what is secret.
    pub fn told(&self) -> Vec<(&'static str, String, bool)> {
        let told = |option: &ConfigOption| {
            let said = self.said.iter().find(|(name, _)| *name == option.name).map(|(_, text)| text.as_str());
            let text = said.unwrap_or(option.default);
            let shown = match option.unit {
                "secret" | "command" if text.is_empty() => "none".into(),
                "secret" => "(secret)".into(),
                "command" => self.vault().place(),
                "url" => without_user(text),
                _ => text.to_owned(),
            };
            (option.name, shown, said.is_some())
        };
        OPTIONS.iter().map(told).collect()
    }

    /// Everything in it that nobody may see.
    pub fn secrets(&self) -> Vec<String> {
        let secret = |name: &str| OPTIONS.iter().any(|option| option.name == name && option.is_secret());
        let mut secrets: Vec<String> = Vec::new();
        for (_, text) in self.said.iter().filter(|(name, _)| secret(name)) {
            secrets.extend(text.split([',', ' ']).map(str::to_owned));
            secrets.push(text.clone());
        }
        if let Address::Postgres(url) = self.address()
            && let Some((user, _)) = url.rsplit_once('@')
            && let Some((_, password)) = user.trim_start_matches("postgres").rsplit_once(':')
        {
            secrets.push(password.trim_start_matches("//").to_owned());
        }
        secrets.extend(self.vault_key_command.iter().flatten().skip(1).cloned());
        secrets
    }

    /// Itself, when its options go together.
    fn checked(self) -> Result<Self, ConfigError> {
        let keys = [
            ("vault.key_file", self.vault_key_file.is_some()),
            ("vault.key", self.vault_key.is_some()),
            ("vault.key_command", self.vault_key_command.is_some()),
        ];
        if let [_, (second, _), ..] = keys.iter().filter(|(_, given)| *given).collect::<Vec<_>>()[..] {
            return Err(ConfigError::new(*second, "is one too many: the vault's key comes from one place"));
        }
        if self.telemetry_endpoint.is_some() && !cfg!(feature = "telemetry") {
            let message = "this program can't export spans: build it with `--features telemetry`";
            return Err(ConfigError::new("telemetry.endpoint", message));
        }
        let clear = self.public_url.as_deref().is_some_and(|url| url.starts_with("http://"));
        match (&self.certificate, &self.key) {
            (Some(_), None) => {
                Err(ConfigError::new("tls.key", "is missing: tls.certificate needs its private key"))
            }
            (None, Some(_)) => {
                Err(ConfigError::new("tls.certificate", "is missing: tls.key is of no use without it"))
            }
            (Some(_), Some(_)) if clear => Err(ConfigError::new(
                "public_url",
                "begins with http://, but with tls.certificate the server speaks https alone",
            )),
            _ => Ok(self),
        }
    }

    fn defaults() -> Result<Self, ConfigError> {
        let mut config = Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            database: None,
            data_dir: PathBuf::new(),
            public_url: None,
            certificate: None,
            key: None,
            vault_key_file: None,
            vault_key: None,
            vault_key_command: None,
            demo: false,
            log_level: String::new(),
            log_format: LogFormat::Text,
            trusted_proxies: Vec::new(),
            backup_every_hours: None,
            backup_target: None,
            backup_s3: Access::default(),
            backup_s3_path_style: None,
            backup_rule: Rule { days: 0, weeks: 0, months: 0 },
            retention: Retention::default(),
            journal_folder: None,
            telemetry_endpoint: None,
            telemetry_percent: 0,
            telemetry_callers: Vec::new(),
            alarms: Thresholds::default(),
            limits: Limits::default(),
            said: Vec::new(),
        };
        for option in OPTIONS.iter().filter(|option| !option.is_derived()) {
            (option.apply)(&mut config, option.default)
                .map_err(|message| ConfigError::new(option.name, message))?;
        }
        Ok(config)
    }

    /// Where the data is.
    pub fn address(&self) -> Address {
        self.database.clone().unwrap_or_else(|| Address::Sqlite(self.data_dir.join("yingda.db")))
    }

    /// Where the vault's keys come from.
    pub fn vault(&self) -> Source {
        match (&self.vault_key, &self.vault_key_command) {
            (Some(key), _) => Source::Given(key.clone()),
            (None, Some(words)) => Source::Command(words.clone()),
            (None, None) => Source::File(self.vault_file()),
        }
    }

    fn vault_file(&self) -> PathBuf {
        self.vault_key_file.clone().unwrap_or_else(|| self.data_dir.join("vault.key"))
    }

    /// Whether backups are made by the clock.
    pub fn makes_backups(&self) -> bool {
        self.backup_hours() > 0
    }

    fn backup_hours(&self) -> u32 {
        let embedded = matches!(self.address(), Address::Sqlite(_));
        self.backup_every_hours.unwrap_or(if embedded { 24 } else { 0 })
    }

    /// When backups are made and which are kept; none when they are not made here.
    ///
    /// # Errors
    /// When the bucket that they go to can't be used.
    pub fn backups(&self) -> Result<Option<Schedule>, BucketError> {
        let hours = self.backup_hours();
        if hours == 0 {
            return Ok(None);
        }
        let place = match self.backup_bucket() {
            Some(address) => Place::Bucket(Box::new(Bucket::new(address, &self.s3())?)),
            None => Place::Folder(self.backup_folder()),
        };
        let every = Duration::from_secs(u64::from(hours) * 3_600);
        Ok(Some(Schedule { place, every, rule: self.backup_rule }))
    }

    /// Where on this machine backups are put; also where those go that are made before an upgrade.
    pub fn backup_folder(&self) -> PathBuf {
        let folder = self.backup_target.as_deref().filter(|_| self.backup_bucket().is_none());
        folder.map_or_else(|| self.data_dir.join("backups"), PathBuf::from)
    }

    /// The address of the bucket that backups are put into, when it is one.
    pub fn backup_bucket(&self) -> Option<&str> {
        self.backup_target.as_deref().filter(|target| target.starts_with("s3://"))
    }

    /// How buckets are reached.
    pub fn s3(&self) -> Access {
        let path_style = self.backup_s3_path_style.unwrap_or(self.backup_s3.endpoint.is_some());
        Access { path_style, ..self.backup_s3.clone() }
    }

    /// Where archived stretches of the journal are put.
    pub fn journal_folder(&self) -> PathBuf {
        self.journal_folder.clone().unwrap_or_else(|| self.data_dir.join("journal"))
    }

    /// What is kept how long.
    pub fn records(&self, node: String) -> Records {
        Records {
            address: self.address(),
            retention: self.retention,
            journal_folder: self.journal_folder(),
            backup_folder: self.backup_folder(),
            node,
        }
    }

    /// The folders that a server writes to.
    pub fn folders(&self) -> Vec<Folder> {
        let data = self.folder().map(|path| Folder { name: "data", path });
        let here = self.makes_backups() && self.backup_bucket().is_none();
        let backups = here.then(|| Folder { name: "backups", path: self.backup_folder() });
        let journal = self.retention.journal.map(|_| Folder { name: "journal", path: self.journal_folder() });
        data.into_iter().chain(backups).chain(journal).collect()
    }

    /// The folder of the embedded database.
    pub fn folder(&self) -> Option<PathBuf> {
        match self.address() {
            Address::Sqlite(file) => {
                file.parent().filter(|folder| !folder.as_os_str().is_empty()).map(Into::into)
            }
            Address::Postgres(_) => None,
        }
    }

    /// The certificate that the server shows, read from its files.
    pub fn certificates(&self) -> Result<Option<Certificates>, CertificateError> {
        let files = self.certificate.clone().zip(self.key.clone());
        files.map(|(certificate, key)| Certificates::load(certificate, key)).transpose()
    }

    /// Where a program on this machine reaches the server, whatever its public address is.
    pub fn local_url(&self, listening: SocketAddr) -> String {
        let scheme = if self.certificate.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", reachable(listening))
    }

    /// What the API is told; `listening` is the address that was given by the system.
    pub fn settings(
        &self,
        listening: SocketAddr,
        node: String,
        log: Log,
        certificates: Option<Certificates>,
    ) -> Settings {
        let public_url = self.public_url.clone().unwrap_or_else(|| self.local_url(listening));
        let (trusted_proxies, limits) = (self.trusted_proxies.clone(), self.limits.clone());
        let (trace_callers, folders) = (self.telemetry_callers.clone(), self.folders());
        Settings {
            public_url,
            demo: self.demo,
            node,
            server: machine(),
            trusted_proxies,
            trace_callers,
            limits,
            log,
            folders,
            certificates,
            makes_backups: self.makes_backups(),
            alarms: self.alarms,
        }
    }
}

/// An address without the user, the password and what stands behind the path.
fn without_user(url: &str) -> String {
    let url = url.split('?').next().unwrap_or_default();
    match url.split_once("://") {
        Some((scheme, rest)) => match rest.rsplit_once('@') {
            Some((_, place)) => format!("{scheme}://(user)@{place}"),
            None => url.to_owned(),
        },
        None => url.to_owned(),
    }
}

/// The name of the machine, or of the container.
fn machine() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// The end of a sentence about an unknown name: what it most likely means.
fn hint(name: &str, known: impl Iterator<Item = String>) -> String {
    let nearest = known.map(|known| (file::distance(name, &known), known)).min();
    match nearest.filter(|(distance, _)| *distance <= 3) {
        Some((_, known)) => format!("\nhint: did you mean `{known}`?"),
        None => "\nhint: `yingda config` lists what there is".into(),
    }
}

/// The environment, as far as it is text.
pub fn variables() -> Vec<(String, String)> {
    let texts = std::env::vars_os();
    texts.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect()
}

/// Which store a command opens, said as the server is told.
#[derive(Clone, Debug, Args)]
pub struct StoreArgs {
    /// Where the data is: sqlite:PATH or postgres://USER@HOST/DATABASE
    #[arg(long, global = true)]
    database: Option<String>,
    /// Folder of the embedded database
    #[arg(long, global = true)]
    data_dir: Option<String>,
    /// The server's configuration file
    #[arg(long, global = true)]
    config: Option<PathBuf>,
}

impl StoreArgs {
    /// Where the data is.
    pub fn address(&self) -> Result<Address, ConfigError> {
        Ok(self.config()?.address())
    }

    /// All that the server is told.
    pub fn config(&self) -> Result<Config, ConfigError> {
        let flag = |name: &str, value: &Option<String>| value.clone().map(|value| (name.to_owned(), value));
        let flags = [flag("database", &self.database), flag("data_dir", &self.data_dir)];
        let variables = variables();
        let file = variables.iter().find(|(name, _)| name == "YINGDA_CONFIG").map(|(_, file)| file.into());
        let args =
            ServeArgs { file: self.config.clone().or(file), flags: flags.into_iter().flatten().collect() };
        Config::load(&args, variables)
    }
}

/// An address that a browser on this machine can open.
fn reachable(listening: SocketAddr) -> SocketAddr {
    match listening {
        SocketAddr::V4(at) if at.ip().is_unspecified() => SocketAddr::from((Ipv4Addr::LOCALHOST, at.port())),
        SocketAddr::V6(at) if at.ip().is_unspecified() => SocketAddr::from((Ipv6Addr::LOCALHOST, at.port())),
        other => other,
    }
}

/// The flags of `serve`, made from the table of options.
#[derive(Clone, Debug, Default)]
pub struct ServeArgs {
    file: Option<PathBuf>,
    flags: Vec<(String, String)>,
}

#[cfg(test)]
impl ServeArgs {
    /// With these flags, by the options' names.
    pub fn of(flags: Vec<(String, String)>) -> Self {
        Self { file: None, flags }
    }
}

impl Args for ServeArgs {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new("config")
            .long("config")
            .env("YINGDA_CONFIG")
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .help("Read options from a TOML file");
        OPTIONS.iter().filter(|option| !option.is_secret()).fold(command.arg(file), |command, option| {
            let arg = Arg::new(option.name).long(option.flag()).help(option.help);
            command.arg(if option.is_switch() {
                arg.num_args(0..=1).require_equals(true).default_missing_value("true").value_name("BOOL")
            } else {
                arg.action(ArgAction::Set).value_name(option.unit.to_uppercase())
            })
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for ServeArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |name: &str| Some((name.to_owned(), matches.get_one::<String>(name)?.clone()));
        let flagged = OPTIONS.iter().filter(|option| !option.is_secret());
        let flags = flagged.filter_map(|option| given(option.name)).collect();
        Ok(Self { file: matches.get_one::<PathBuf>("config").cloned(), flags })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// How `yingda config` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    Text,
    Markdown,
}

/// What `yingda config` takes.
#[derive(Clone, Copy, Debug, Args)]
pub struct ConfigArgs {
    /// As text for a terminal or as a page of the documentation
    #[arg(long, value_enum, default_value = "text")]
    form: Form,
}

#[cfg(test)]
mod tests;
