//! The table of options: names, meanings, defaults, and how a text becomes a value.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;

use yingda_api::{Limits, check_level};
use yingda_model::Secret;

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
    /// A value that somebody may well give it.
    pub example: &'static str,
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

    /// Whether its value must not be shown, and not be given as a flag, which everybody on the machine can read.
    pub fn is_secret(&self) -> bool {
        self.unit == "secret"
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
pub const OPTIONS: [ConfigOption; 46] = [
    ConfigOption {
        name: "listen",
        default: "127.0.0.1:8080",
        unit: "address",
        example: "0.0.0.0:8080",
        help: "Address and port that the server listens on",
        apply: |config, text| put(&mut config.listen, address(text)),
    },
    ConfigOption {
        name: "database",
        default: "sqlite:<data_dir>/yingda.db",
        unit: "url",
        example: "postgres://yingda@db.internal/yingda",
        help: "Where the data is: sqlite:PATH or postgres://USER@HOST/DATABASE",
        apply: |config, text| put(&mut config.database, text.parse().map(Some)),
    },
    ConfigOption {
        name: "data_dir",
        default: "./data",
        unit: "path",
        example: "/var/lib/yingda",
        help: "Folder of the embedded database",
        apply: |config, text| put(&mut config.data_dir, filled(text).map(Into::into)),
    },
    ConfigOption {
        name: "public_url",
        default: "http(s)://<listen>",
        unit: "url",
        example: "https://example.com/support",
        help: "Where people reach the server: for links, for cookies that are kept to https, and for the path that everything is served under",
        apply: |config, text| put(&mut config.public_url, url(text).map(Some)),
    },
    ConfigOption {
        name: "tls.certificate",
        default: "",
        unit: "path",
        example: "/etc/yingda/tls.crt",
        help: "PEM file with the certificate and those between it and its authority: the server then speaks https alone",
        apply: |config, text| put(&mut config.certificate, Ok(path(text))),
    },
    ConfigOption {
        name: "tls.key",
        default: "",
        unit: "path",
        example: "/etc/yingda/tls.key",
        help: "PEM file with the private key of tls.certificate. Both files are read again when they change",
        apply: |config, text| put(&mut config.key, Ok(path(text))),
    },
    ConfigOption {
        name: "trusted_proxies",
        default: "",
        unit: "networks",
        example: "10.0.0.0/8, fd00::/8",
        help: "Proxies whose X-Forwarded-For is believed, so that limits see the customer",
        apply: |config, text| put(&mut config.trusted_proxies, networks(text)),
    },
    ConfigOption {
        name: "vault.key_file",
        default: "<data_dir>/vault.key",
        unit: "path",
        example: "/etc/yingda/vault.key",
        help: "File with the key that seals the store's secrets; made at the first start where there is none",
        apply: |config, text| put(&mut config.vault_key_file, Ok(path(text))),
    },
    ConfigOption {
        name: "vault.key",
        default: "",
        unit: "secret",
        example: "xqeVVRW1X4f/T1KMdrBwSfsHa5ty4FWl0rBKkmyCNdA=",
        help: "The key itself, in place of a file: 32 bytes as base64; during a rotation the old and the new one with a comma between",
        apply: |config, text| put(&mut config.vault_key, Ok(secret(text))),
    },
    ConfigOption {
        name: "vault.key_command",
        default: "",
        unit: "command",
        example: r#"["aws", "kms", "decrypt", "--ciphertext-blob", "fileb:///etc/yingda/vault.sealed", "--query", "Plaintext", "--output", "text"]"#,
        help: "Program and arguments, as a JSON list, whose standard output is the key, in place of a file; run without a shell, for at most 10 s",
        apply: |config, text| put(&mut config.vault_key_command, words(text)),
    },
    ConfigOption {
        name: "backup.every_hours",
        default: "<24 with SQLite, 0 with PostgreSQL>",
        unit: "hours",
        example: "6",
        help: "How often a backup is made by itself; 0: never",
        apply: |config, text| put(&mut config.backup_every_hours, number(text).map(Some)),
    },
    ConfigOption {
        name: "backup.folder",
        default: "<data_dir>/backups",
        unit: "path",
        example: "s3://company-backups/yingda",
        help: "Where backups are put: a folder, best on another disk, or s3://BUCKET/PREFIX",
        apply: |config, text| put(&mut config.backup_target, filled(text).map(Some)),
    },
    ConfigOption {
        name: "backup.s3_endpoint",
        default: "",
        unit: "url",
        example: "https://minio.internal:9000",
        help: "The S3-compatible store of the backups; none: Amazon's of the region",
        apply: |config, text| put(&mut config.backup_s3.endpoint, endpoint(text)),
    },
    ConfigOption {
        name: "backup.s3_region",
        default: "us-east-1",
        unit: "region",
        example: "eu-central-1",
        help: "Region of the bucket; stores other than Amazon's mostly take any",
        apply: |config, text| put(&mut config.backup_s3.region, filled(text)),
    },
    ConfigOption {
        name: "backup.s3_path_style",
        default: "<true with backup.s3_endpoint>",
        unit: "bool",
        example: "false",
        help: "Whether the bucket stands in the path of an address and not in the name of its host",
        apply: |config, text| put(&mut config.backup_s3_path_style, boolean(text).map(Some)),
    },
    ConfigOption {
        name: "backup.s3_key",
        default: "",
        unit: "secret",
        example: "AKIAIOSFODNN7EXAMPLE",
        help: "Access key of the bucket",
        apply: |config, text| put(&mut config.backup_s3.key, Ok(secret(text))),
    },
    ConfigOption {
        name: "backup.s3_secret",
        default: "",
        unit: "secret",
        example: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        help: "Secret key of the bucket",
        apply: |config, text| put(&mut config.backup_s3.secret, Ok(secret(text))),
    },
    ConfigOption {
        name: "backup.keep_days",
        default: "7",
        unit: "backups",
        example: "14",
        help: "Days of which the newest backup is kept",
        apply: |config, text| put(&mut config.backup_rule.days, number(text).map(|number| number as usize)),
    },
    ConfigOption {
        name: "backup.keep_weeks",
        default: "4",
        unit: "backups",
        example: "8",
        help: "Weeks of which the newest backup is kept",
        apply: |config, text| put(&mut config.backup_rule.weeks, number(text).map(|number| number as usize)),
    },
    ConfigOption {
        name: "backup.keep_months",
        default: "3",
        unit: "backups",
        example: "12",
        help: "Months of which the newest backup is kept",
        apply: |config, text| put(&mut config.backup_rule.months, number(text).map(|number| number as usize)),
    },
    ConfigOption {
        name: "retention.conversations_days",
        default: "0",
        unit: "days",
        example: "1095",
        help: "Days after the last word in a resolved conversation at which it is erased, with messages and files; 0: never",
        apply: |config, text| put(&mut config.retention.conversations, days(text)),
    },
    ConfigOption {
        name: "retention.attachments_days",
        default: "0",
        unit: "days",
        example: "365",
        help: "Days after the last word in a resolved conversation at which its files are erased; 0: never",
        apply: |config, text| put(&mut config.retention.attachments, days(text)),
    },
    ConfigOption {
        name: "retention.visitors_days",
        default: "0",
        unit: "days",
        example: "180",
        help: "Days after which customers are erased whom no shop knows and of whom no conversation is left; 0: never",
        apply: |config, text| put(&mut config.retention.visitors, days(text)),
    },
    ConfigOption {
        name: "retention.unanswered_days",
        default: "0",
        unit: "days",
        example: "365",
        help: "Days after which questions are erased that the bot could not answer and nobody has asked since; 0: never",
        apply: |config, text| put(&mut config.retention.unanswered, days(text)),
    },
    ConfigOption {
        name: "retention.journal_days",
        default: "0",
        unit: "days",
        example: "180",
        help: "Days after which entries of the journal are moved into archived files, without words; 0: never",
        apply: |config, text| put(&mut config.retention.journal, days(text)),
    },
    ConfigOption {
        name: "retention.journal_folder",
        default: "<data_dir>/journal",
        unit: "path",
        example: "/var/lib/yingda/journal",
        help: "Where archived files of the journal are put: with several servers, a folder that all share",
        apply: |config, text| put(&mut config.journal_folder, filled(text).map(|path| Some(path.into()))),
    },
    ConfigOption {
        name: "demo",
        default: "false",
        unit: "bool",
        example: "true",
        help: "Fill an empty database with the demo company, and show its shop",
        apply: |config, text| put(&mut config.demo, boolean(text)),
    },
    ConfigOption {
        name: "log.level",
        default: "info",
        unit: "level",
        example: "info,yingda_store=debug",
        help: "error, warn, info, debug or trace; also by part",
        apply: |config, text| put(&mut config.log_level, log_level(text)),
    },
    ConfigOption {
        name: "log.format",
        default: "text",
        unit: "format",
        example: "json",
        help: "text for people, json for programs",
        apply: |config, text| put(&mut config.log_format, log_format(text)),
    },
    ConfigOption {
        name: "telemetry.endpoint",
        default: "",
        unit: "url",
        example: "http://127.0.0.1:4318/v1/traces",
        help: "OpenTelemetry collector that spans are sent to, over OTLP/HTTP; needs a program that was built with the feature telemetry",
        apply: |config, text| put(&mut config.telemetry_endpoint, collector(text)),
    },
    ConfigOption {
        name: "telemetry.percent",
        default: "100",
        unit: "percent",
        example: "5",
        help: "Of how many traces of a hundred the spans are sent",
        apply: |config, text| put(&mut config.telemetry_percent, percent(text)),
    },
    ConfigOption {
        name: "telemetry.callers",
        default: "",
        unit: "networks",
        example: "10.1.0.0/16",
        help: "Callers whose traceparent header is believed: programs, and proxies that set it themselves",
        apply: |config, text| put(&mut config.telemetry_callers, networks(text)),
    },
    ConfigOption {
        name: "alarms.disk_free_percent",
        default: "10",
        unit: "percent",
        example: "15",
        help: "Administrators are told when a folder's disk has less room than this; a fifth of it is critical. 0: never",
        apply: |config, text| put(&mut config.alarms.disk_free_percent, number(text)),
    },
    ConfigOption {
        name: "alarms.consumer_lag_seconds",
        default: "60",
        unit: "seconds",
        example: "120",
        help: "Administrators are told when a consumer of the journal (the bot, the router, numbers) is further behind. 0: never",
        apply: |config, text| put(&mut config.alarms.consumer_lag_seconds, number(text)),
    },
    ConfigOption {
        name: "alarms.backup_age_hours",
        default: "36",
        unit: "hours",
        example: "50",
        help: "Administrators are told when the newest backup by the clock is older. 0: never",
        apply: |config, text| put(&mut config.alarms.backup_age_hours, number(text)),
    },
    ConfigOption {
        name: "alarms.certificate_days",
        default: "14",
        unit: "days",
        example: "21",
        help: "Administrators are told when the certificate ends sooner. 0: never",
        apply: |config, text| put(&mut config.alarms.certificate_days, number(text)),
    },
    ConfigOption {
        name: "alarms.database_slow_ms",
        default: "500",
        unit: "milliseconds",
        example: "1000",
        help: "Administrators are told when the database takes longer to say how things stand, three times in a row. 0: never",
        apply: |config, text| put(&mut config.alarms.database_slow_ms, number(text)),
    },
    ConfigOption {
        name: "alarms.deliveries_fail_minutes",
        default: "15",
        unit: "minutes",
        example: "60",
        help: "Administrators are told when what must leave the house has failed for longer. 0: never",
        apply: |config, text| put(&mut config.alarms.deliveries_fail_minutes, number(text)),
    },
    ConfigOption {
        name: "alarms.refusals_per_minute",
        default: "600",
        unit: "per minute",
        example: "5000",
        help: "Administrators are told when one limit is met more often. 0: never",
        apply: |config, text| put(&mut config.alarms.refusals_per_minute, number(text)),
    },
    ConfigOption {
        name: "limits.body_bytes",
        default: "1048576",
        unit: "bytes",
        example: "2097152",
        help: "Largest body of an ordinary request",
        apply: |config, text| put(&mut config.limits.body_bytes, amount(text)),
    },
    ConfigOption {
        name: "limits.upload_bytes",
        default: "20971520",
        unit: "bytes",
        example: "10485760",
        help: "Largest attachment or import, up to 20 MiB",
        apply: |config, text| put(&mut config.limits.upload_bytes, amount(text).and_then(upload)),
    },
    ConfigOption {
        name: "limits.logins_per_address",
        default: "60",
        unit: "per minute",
        example: "300",
        help: "Logins from one network address",
        apply: |config, text| put(&mut config.limits.logins_per_address, times(text)),
    },
    ConfigOption {
        name: "limits.logins_per_email",
        default: "20",
        unit: "per minute",
        example: "10",
        help: "Logins with one e-mail address",
        apply: |config, text| put(&mut config.limits.logins_per_email, times(text)),
    },
    ConfigOption {
        name: "limits.public_per_address",
        default: "600",
        unit: "per minute",
        example: "3000",
        help: "Requests and connections from one network address to endpoints that anybody may call",
        apply: |config, text| put(&mut config.limits.public_per_address, times(text)),
    },
    ConfigOption {
        name: "limits.uploads_per_address",
        default: "30",
        unit: "per minute",
        example: "100",
        help: "Customers' uploads from one network address",
        apply: |config, text| put(&mut config.limits.uploads_per_address, times(text)),
    },
    ConfigOption {
        name: "limits.connections",
        default: "30000",
        unit: "connections",
        example: "5000",
        help: "Connections open at the same time, WebSockets and others; each takes a file descriptor",
        apply: |config, text| put(&mut config.limits.connections, amount(text)),
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

/// An address with or without a path, without a slash at its end.
fn url(text: &str) -> Result<String, String> {
    let text = text.trim().trim_end_matches('/');
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let mut parts = rest.split('/');
    let host = parts.next().is_some_and(|host| !host.is_empty() && !host.contains([' ', '?', '#', '@']));
    // What stands in a path without being encoded, and means nothing to the router.
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
    let segment = |part: &str| !part.is_empty() && part.chars().all(plain) && part != "." && part != "..";
    if host && parts.all(segment) {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "expected an address such as https://service.example.com or https://example.com/support, not {text:?}"
        ))
    }
}

fn path(text: &str) -> Option<PathBuf> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(PathBuf::from)
}

fn secret(text: &str) -> Option<Secret> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(Secret::new)
}

fn endpoint(text: &str) -> Result<Option<String>, String> {
    if text.trim().is_empty() { Ok(None) } else { url(text).map(Some) }
}

/// A program and its arguments.
fn words(text: &str) -> Result<Option<Vec<String>>, String> {
    let expected = || "expected a JSON list of words such as [\"program\", \"argument\"]".to_owned();
    if text.trim().is_empty() {
        return Ok(None);
    }
    let words: Vec<String> = serde_json::from_str(text).map_err(|_| expected())?;
    if words.is_empty() { Err(expected()) } else { Ok(Some(words)) }
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
    check_level(text).map_err(|expected| format!("{expected}, not {text:?}"))
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

fn amount(text: &str) -> Result<usize, String> {
    text.trim().parse().map(NonZeroUsize::get).map_err(|_| positive(text))
}

fn times(text: &str) -> Result<u32, String> {
    text.trim().parse().map(NonZeroU32::get).map_err(|_| positive(text))
}

fn number(text: &str) -> Result<u32, String> {
    text.trim().parse().map_err(|_| format!("expected a whole number, not {text:?}"))
}

/// An age; none for 0.
fn days(text: &str) -> Result<Option<Duration>, String> {
    let age = |days: u32| (days > 0).then(|| Duration::from_secs(u64::from(days) * 86_400));
    number(text).map(age)
}

fn percent(text: &str) -> Result<u32, String> {
    number(text)
        .ok()
        .filter(|percent| *percent <= 100)
        .ok_or_else(|| format!("expected 0 to 100, not {text:?}"))
}

/// An address of a collector, or none.
fn collector(text: &str) -> Result<Option<String>, String> {
    if text.trim().is_empty() { Ok(None) } else { url(text).map(Some) }
}

fn positive(text: &str) -> String {
    format!("expected a whole number above 0, not {text:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_and_every_default_is_a_value_that_fits() {
        let mut config = Config::defaults().expect("defaults");
        for option in &OPTIONS {
            assert_eq!((option.apply)(&mut config, option.example), Ok(()), "{}", option.name);
            assert!(!option.unit.is_empty() && option.example != option.default, "{}", option.name);
        }
    }

    #[test]
    fn a_public_address_may_have_a_path_and_nothing_else() {
        for good in ["http://a:81/", "https://example.com/support/", "https://[::1]:8443/a/b"] {
            assert_eq!(url(good), Ok(good.trim_end_matches('/').to_owned()));
        }
        for bad in [
            "example.com",
            "https://",
            "https:///x",
            "https://a//b",
            "https://a/../b",
            "https://a/{b}",
            "https://a/b?c",
            "https://u@a",
        ] {
            assert!(url(bad).is_err(), "{bad}");
        }
    }
}
