//! What the operator decides: one table of options that file, environment and flags are read with, and that the
//! reference is made from. Later sources win: file, then `YINGDA_*` variables, then flags.

mod file;
mod options;
mod reference;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use ipnet::IpNet;
use yingda_api::{Limits, Settings};
use yingda_store::Address;

pub use options::LogFormat;
use options::{ConfigOption, OPTIONS};
pub use reference::describe;

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
    pub demo: bool,
    pub log_level: String,
    pub log_format: LogFormat,
    pub trusted_proxies: Vec<IpNet>,
    /// None: by the database.
    pub backup_every_hours: Option<u32>,
    /// None: in the data folder.
    pub backup_folder: Option<PathBuf>,
    pub backup_rule: Rule,
    pub limits: Limits,
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
                (option.apply)(&mut config, value).map_err(|message| ConfigError::new(name, message))?;
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
            (option.apply)(&mut config, value).map_err(|message| ConfigError::new(place, message))?;
        }
        Ok(config)
    }

    fn defaults() -> Result<Self, ConfigError> {
        let mut config = Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            database: None,
            data_dir: PathBuf::new(),
            public_url: None,
            demo: false,
            log_level: String::new(),
            log_format: LogFormat::Text,
            trusted_proxies: Vec::new(),
            backup_every_hours: None,
            backup_folder: None,
            backup_rule: Rule { days: 0, weeks: 0, months: 0 },
            limits: Limits::default(),
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

    /// When backups are made and which are kept; none when they are not made here.
    pub fn backups(&self) -> Option<Schedule> {
        let embedded = matches!(self.address(), Address::Sqlite(_));
        let hours = self.backup_every_hours.unwrap_or(if embedded { 24 } else { 0 });
        (hours > 0).then(|| Schedule {
            folder: self.backup_folder(),
            every: Duration::from_secs(u64::from(hours) * 3_600),
            rule: self.backup_rule,
        })
    }

    /// Where backups are put.
    pub fn backup_folder(&self) -> PathBuf {
        self.backup_folder.clone().unwrap_or_else(|| self.data_dir.join("backups"))
    }

    /// Whether people must be coming through a proxy of which nothing is known.
    pub fn is_behind_unknown_proxy(&self) -> bool {
        self.trusted_proxies.is_empty()
            && self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// What the API is told; `listening` is the address that was given by the system.
    pub fn settings(&self, listening: SocketAddr, node: String) -> Settings {
        let public_url =
            self.public_url.clone().unwrap_or_else(|| format!("http://{}", reachable(listening)));
        let (trusted_proxies, limits) = (self.trusted_proxies.clone(), self.limits.clone());
        Settings { public_url, demo: self.demo, node, trusted_proxies, limits }
    }
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
    #[arg(long)]
    database: Option<String>,
    /// Folder of the embedded database
    #[arg(long)]
    data_dir: Option<String>,
    /// The server's configuration file
    #[arg(long)]
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
    if listening.ip().is_unspecified() {
        SocketAddr::from(([127, 0, 0, 1], listening.port()))
    } else {
        listening
    }
}

/// The flags of `serve`, made from the table of options.
#[derive(Clone, Debug, Default)]
pub struct ServeArgs {
    file: Option<PathBuf>,
    flags: Vec<(String, String)>,
}

impl Args for ServeArgs {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new("config")
            .long("config")
            .env("YINGDA_CONFIG")
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .help("Read options from a TOML file");
        OPTIONS.iter().fold(command.arg(file), |command, option| {
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
        let flags = OPTIONS.iter().filter_map(|option| given(option.name)).collect();
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
mod tests {
    use std::io::Write as _;

    use super::*;

    fn args(flags: &[(&str, &str)], file: Option<&str>) -> (ServeArgs, Option<tempfile::NamedTempFile>) {
        let file = file.map(|text| {
            let mut file = tempfile::NamedTempFile::new().expect("a file");
            file.write_all(text.as_bytes()).expect("written");
            file
        });
        let flags = flags.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        (ServeArgs { file: file.as_ref().map(|file| file.path().to_owned()), flags }, file)
    }

    fn load(
        flags: &[(&str, &str)],
        variables: &[(&str, &str)],
        file: Option<&str>,
    ) -> Result<Config, String> {
        let (args, file) = args(flags, file);
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::load(&args, variables).map_err(|error| match &file {
            Some(file) => error.to_string().replace(&file.path().display().to_string(), "FILE"),
            None => error.to_string(),
        })
    }

    #[test]
    fn without_sources_the_defaults_hold() {
        let config = load(&[], &[], None).expect("loads");
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.address(), Address::Sqlite("./data/yingda.db".into()));
        let settings = config.settings("0.0.0.0:81".parse().expect("an address"), "n".into());
        assert_eq!(settings.public_url, "http://127.0.0.1:81");
        assert_eq!(settings.limits.body_bytes, Limits::default().body_bytes);
    }

    #[test]
    fn flags_win_over_variables_and_variables_over_the_file() {
        let file = "listen = '127.0.0.1:1'\ndata_dir = '/d'\n[log]\nlevel = 'debug'\nformat = 'json'\n";
        let variables = [("YINGDA_LISTEN", "127.0.0.1:2"), ("YINGDA_LOG_LEVEL", "warn"), ("HOME", "/")];
        let config = load(&[("listen", "127.0.0.1:3")], &variables, Some(file)).expect("loads");
        assert_eq!(config.listen.port(), 3);
        assert_eq!(config.log_level, "warn");
        assert_eq!(config.log_format, LogFormat::Json);
        assert_eq!(config.address(), Address::Sqlite("/d/yingda.db".into()));
    }

    #[test]
    fn a_variable_that_is_no_option_is_a_fault_unless_others_set_it() {
        let fine = [
            ("YINGDA_TOKEN", "x"),
            ("PATH", "x"),
            ("YINGDA_DEMO", "true"),
            ("YINGDA_PORT_8080_TCP", "tcp://10.0.0.1:8080"),
            ("YINGDA_SERVICE_HOST", "10.0.0.1"),
        ];
        assert!(load(&[], &fine, None).expect("loads").demo);
        let fault = load(&[], &[("YINGDA_LISTNE", "x")], None).expect_err("unknown");
        assert_eq!(fault, "YINGDA_LISTNE: unknown variable\nhint: did you mean `YINGDA_LISTEN`?");
    }

    #[test]
    fn a_value_that_can_not_be_is_refused() {
        let fault = |name, value| load(&[(name, value)], &[], None).expect_err("refused");
        assert!(fault("log.level", "loud").contains("expected error, warn"));
        assert!(load(&[("log.level", "warn,yingda_store=debug")], &[], None).is_ok());
        assert!(fault("limits.upload_bytes", "99999999999").contains("expected at most 20971520"));
        assert!(fault("trusted_proxies", "10.0.0.0/8, proxy").contains("\"proxy\""));
    }

    #[test]
    fn a_fault_names_its_place() {
        let fault = |flags: &[(&str, &str)], variables: &[(&str, &str)], file| {
            load(flags, variables, file).expect_err("a fault")
        };
        let unknown = fault(&[], &[], Some("# ours\nlisten = '127.0.0.1:1'\n[log]\nlevle = 'x'\n"));
        assert_eq!(unknown, "FILE:4: unknown key `log.levle`\nhint: did you mean `log.level`?");
        let table = fault(&[], &[], Some("[listen]\nport = 1\n"));
        assert!(table.starts_with("FILE:2: unknown key `listen.port`"), "{table}");
        let value = fault(&[], &[], Some("listen = 8080\n"));
        assert!(value.starts_with("FILE:1: `listen`: expected an address"), "{value}");
        let syntax = fault(&[], &[], Some("listen = \n"));
        assert!(syntax.starts_with("FILE:1: "), "{syntax}");
        let variable = fault(&[], &[("YINGDA_LOG_FORMAT", "xml")], None);
        assert_eq!(variable, "YINGDA_LOG_FORMAT: expected text or json, not \"xml\"");
        let flag = fault(&[("limits.body_bytes", "-1")], &[], None);
        assert_eq!(flag, "--limits-body-bytes: expected a whole number above 0, not \"-1\"");
        let missing = Config::load(&ServeArgs { file: Some("/nowhere.toml".into()), flags: Vec::new() }, []);
        assert!(missing.expect_err("a fault").to_string().starts_with("/nowhere.toml: "));
    }

    #[test]
    fn the_command_line_is_made_of_the_table() {
        let command = ServeArgs::augment_args(Command::new("serve"));
        command.clone().debug_assert();
        let line = ["serve", "--demo", "--listen", "127.0.0.1:9", "--log-level=debug"];
        let matches = command.try_get_matches_from(line).expect("parses");
        let args = ServeArgs::from_arg_matches(&matches).expect("parses");
        let config = Config::load(&args, []).expect("loads");
        assert!(config.demo && config.listen.port() == 9 && config.log_level == "debug");
    }
}
