//! The table of options: names, meanings, defaults, and how a text becomes a value.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::num::{NonZeroU32, NonZeroUsize};

use ipnet::IpNet;

use yingda_api::Limits;

use super::Config;

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// One option.
pub struct ConfigOption {
    /// Its key in the file; a dot stands for a table.
    pub name: &'static str,
    pub default: &'static str,
    pub unit: &'static str,
    pub help: &'static str,
    /// Puts a text into the configuration, or says what was expected.
    pub apply: fn(&mut Config, &str) -> Result<(), String>,
}

impl ConfigOption {
    /// The environment's variable.
    pub fn variable(&self) -> String {
        format!("YINGDA_{}", self.name.replace('.', "_").to_uppercase())
    }

    /// The flag, without its dashes.
    pub fn flag(&self) -> String {
        self.name.replace(['.', '_'], "-")
    }

    /// Whether the flag may stand without a value.
    pub fn is_switch(&self) -> bool {
        self.unit == "bool"
    }

    /// Whether the default is made from other options, as its text says.
    pub fn is_derived(&self) -> bool {
        self.default.contains('<')
    }
}

/// Every option there is.
pub const OPTIONS: [ConfigOption; 19] = [
    ConfigOption {
        name: "listen",
        default: "127.0.0.1:8080",
        unit: "address",
        help: "Address and port that the server listens on",
        apply: |config, text| put(&mut config.listen, address(text)),
    },
    ConfigOption {
        name: "database",
        default: "sqlite:<data_dir>/yingda.db",
        unit: "url",
        help: "Where the data is: sqlite:PATH or postgres://USER@HOST/DATABASE",
        apply: |config, text| put(&mut config.database, text.parse().map(Some)),
    },
    ConfigOption {
        name: "data_dir",
        default: "./data",
        unit: "path",
        help: "Folder of the embedded database",
        apply: |config, text| put(&mut config.data_dir, filled(text).map(Into::into)),
    },
    ConfigOption {
        name: "public_url",
        default: "http://<listen>",
        unit: "url",
        help: "Where people reach the server: for links, and cookies that are kept to https",
        apply: |config, text| put(&mut config.public_url, url(text).map(Some)),
    },
    ConfigOption {
        name: "trusted_proxies",
        default: "",
        unit: "networks",
        help: "Proxies whose X-Forwarded-For is believed, so that limits see the customer: 10.0.0.0/8, fd00::/8",
        apply: |config, text| put(&mut config.trusted_proxies, networks(text)),
    },
    ConfigOption {
        name: "backup.every_hours",
        default: "<24 with SQLite, 0 with PostgreSQL>",
        unit: "hours",
        help: "How often a backup is made by itself; 0: never",
        apply: |config, text| put(&mut config.backup_every_hours, number(text).map(Some)),
    },
    ConfigOption {
        name: "backup.folder",
        default: "<data_dir>/backups",
        unit: "path",
        help: "Where backups are put; best on another disk",
        apply: |config, text| put(&mut config.backup_folder, filled(text).map(|path| Some(path.into()))),
    },
    ConfigOption {
        name: "backup.keep_days",
        default: "7",
        unit: "backups",
        help: "Days of which the newest backup is kept",
        apply: |config, text| put(&mut config.backup_rule.days, number(text).map(|number| number as usize)),
    },
    ConfigOption {
        name: "backup.keep_weeks",
        default: "4",
        unit: "backups",
        help: "Weeks of which the newest backup is kept",
        apply: |config, text| put(&mut config.backup_rule.weeks, number(text).map(|number| number as usize)),
    },
    ConfigOption {
        name: "backup.keep_months",
        default: "3",
        unit: "backups",
        help: "Months of which the newest backup is kept",
        apply: |config, text| put(&mut config.backup_rule.months, number(text).map(|number| number as usize)),
    },
    ConfigOption {
        name: "demo",
        default: "false",
        unit: "bool",
        help: "Fill an empty database with the demo company, and show its shop",
        apply: |config, text| put(&mut config.demo, boolean(text)),
    },
    ConfigOption {
        name: "log.level",
        default: "info",
        unit: "level",
        help: "error, warn, info, debug or trace; also by part: info,yingda_store=debug",
        apply: |config, text| put(&mut config.log_level, log_level(text)),
    },
    ConfigOption {
        name: "log.format",
        default: "text",
        unit: "format",
        help: "text for people, json for programs",
        apply: |config, text| put(&mut config.log_format, log_format(text)),
    },
    ConfigOption {
        name: "limits.body_bytes",
        default: "1048576",
        unit: "bytes",
        help: "Largest body of an ordinary request",
        apply: |config, text| put(&mut config.limits.body_bytes, bytes(text)),
    },
    ConfigOption {
        name: "limits.upload_bytes",
        default: "20971520",
        unit: "bytes",
        help: "Largest attachment or import, up to 20 MiB",
        apply: |config, text| put(&mut config.limits.upload_bytes, bytes(text).and_then(upload)),
    },
    ConfigOption {
        name: "limits.logins_per_address",
        default: "60",
        unit: "per minute",
        help: "Logins from one network address",
        apply: |config, text| put(&mut config.limits.logins_per_address, times(text)),
    },
    ConfigOption {
        name: "limits.logins_per_email",
        default: "20",
        unit: "per minute",
        help: "Logins with one e-mail address",
        apply: |config, text| put(&mut config.limits.logins_per_email, times(text)),
    },
    ConfigOption {
        name: "limits.public_per_address",
        default: "600",
        unit: "per minute",
        help: "Requests and connections from one network address to endpoints that anybody may call",
        apply: |config, text| put(&mut config.limits.public_per_address, times(text)),
    },
    ConfigOption {
        name: "limits.uploads_per_address",
        default: "30",
        unit: "per minute",
        help: "Customers' uploads from one network address",
        apply: |config, text| put(&mut config.limits.uploads_per_address, times(text)),
    },
];

fn put<T>(field: &mut T, value: Result<T, String>) -> Result<(), String> {
    *field = value?;
    Ok(())
}

fn filled(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("must not be empty".into()) } else { Ok(text.trim().to_owned()) }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    let expected = || format!("expected an address and port such as 127.0.0.1:8080, not {text:?}");
    // A name such as localhost is looked up, once.
    text.to_socket_addrs().ok().and_then(|mut found| found.next()).ok_or_else(expected)
}

fn url(text: &str) -> Result<String, String> {
    let text = text.trim().trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let origin = host.is_some_and(|host| !host.is_empty() && !host.contains(['/', ' ', '?', '#']));
    if origin {
        Ok(text.to_owned())
    } else {
        Err(format!("expected an address such as https://service.example.com without a path, not {text:?}"))
    }
}

fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    let network = |word: &str| {
        word.parse().or_else(|_| word.parse::<IpAddr>().map(IpNet::from)).map_err(|_| {
            format!("expected networks such as 10.0.0.0/8 with commas between them, not {word:?}")
        })
    };
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(network).collect()
}

fn boolean(text: &str) -> Result<bool, String> {
    match text.trim() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        other => Err(format!("expected true or false, not {other:?}")),
    }
}

fn log_level(text: &str) -> Result<String, String> {
    let level = |part: &str| {
        let level = part.rsplit_once('=').map_or(part, |(_, level)| level).trim();
        ["off", "error", "warn", "info", "debug", "trace"].contains(&level.to_ascii_lowercase().as_str())
    };
    if text.split(',').all(level) {
        Ok(text.trim().to_owned())
    } else {
        Err(format!(
            "expected error, warn, info, debug or trace, or such as info,yingda_store=debug, not {text:?}"
        ))
    }
}

fn upload(bytes: usize) -> Result<usize, String> {
    let most = Limits::default().upload_bytes;
    if bytes <= most { Ok(bytes) } else { Err(format!("expected at most {most}, not {bytes}")) }
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text.trim() {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        other => Err(format!("expected text or json, not {other:?}")),
    }
}

fn bytes(text: &str) -> Result<usize, String> {
    text.trim().parse().map(NonZeroUsize::get).map_err(|_| positive(text))
}

fn times(text: &str) -> Result<u32, String> {
    text.trim().parse().map(NonZeroU32::get).map_err(|_| positive(text))
}

fn number(text: &str) -> Result<u32, String> {
    text.trim().parse().map_err(|_| format!("expected a whole number, not {text:?}"))
}

fn positive(text: &str) -> String {
    format!("expected a whole number above 0, not {text:?}")
}
