//! Combinations of options that put people at risk: one sentence each, with what to do. Judges; warns nobody itself, and
//! refuses nothing. Looks at permission bits, and into no file.

use std::fs;
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use yingda_store::{Address, Encryption};
use yingda_vault::Source;

use super::Config;

/// What the file system says about the files that the options name: permission bits, where there is such a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings {
    /// Of the folder of the embedded database.
    pub folder: Option<u32>,
    /// Of the certificate's private key.
    pub key: Option<u32>,
    /// Of the file with the vault's key.
    pub vault: Option<u32>,
}

impl Surroundings {
    /// Of the files that a configuration names.
    pub fn of(config: &Config) -> Self {
        let mode = |path: &PathBuf| Some(fs::metadata(path).ok()?.permissions().mode());
        let vault = match config.vault() {
            Source::File(path) => mode(&path),
            Source::Given(_) | Source::Command(_) => None,
        };
        Self {
            folder: config.folder().as_ref().and_then(mode),
            key: config.key.as_ref().and_then(mode),
            vault,
        }
    }
}

/// What everybody on the machine may do.
const ANYBODY: u32 = 0o007;

/// The warnings for a configuration.
pub fn risks(config: &Config, surroundings: Surroundings) -> Vec<String> {
    let found = [
        open_port(config),
        clear_address(config),
        unknown_proxy(config),
        open_proxies(config),
        public_demo(config),
        remote_database(config),
        readable_data(config, surroundings.folder),
        readable_key(config, surroundings.key),
        readable_vault(config, surroundings.vault),
    ];
    found.into_iter().flatten().collect()
}

/// Anybody in the network reaches the port, in the clear.
fn open_port(config: &Config) -> Option<String> {
    let open = !config.listen.ip().is_loopback();
    (open && config.certificate.is_none() && config.trusted_proxies.is_empty()).then(|| {
        format!(
            "listen is {} without TLS and without a proxy that is trusted: passwords and messages can be read on the \
             way. Set tls.certificate and tls.key, or let a proxy speak https and name it in trusted_proxies",
            config.listen
        )
    })
}

fn clear_address(config: &Config) -> Option<String> {
    let url =
        config.public_url.as_deref().filter(|url| url.starts_with("http://") && !is_local(host(url)))?;
    Some(format!(
        "public_url is {url}: logins and messages travel in the clear and the session's cookie is not kept to https. \
         Serve it over https and write that into public_url"
    ))
}

/// Somebody else speaks https in front, and nothing is known of them.
fn unknown_proxy(config: &Config) -> Option<String> {
    let https = config.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    (https && config.certificate.is_none() && config.trusted_proxies.is_empty()).then(|| {
        "public_url is https, which a proxy must speak, and trusted_proxies is empty: limits count all customers as \
         one. Name the proxy's network in trusted_proxies"
            .into()
    })
}

/// Networks that no company's proxies fill.
fn open_proxies(config: &Config) -> Option<String> {
    let wide = |network: &&ipnet::IpNet| network.prefix_len() < if network.addr().is_ipv4() { 8 } else { 7 };
    let network = config.trusted_proxies.iter().find(wide)?;
    Some(format!(
        "trusted_proxies has {network}: whoever is in it can call themselves anybody in X-Forwarded-For and escape the \
         limits. Name the networks of the proxies alone"
    ))
}

fn public_demo(config: &Config) -> Option<String> {
    let named = config.public_url.as_deref().is_some_and(|url| !is_local(host(url)));
    (config.demo && (named || !config.listen.ip().is_loopback())).then(|| {
        "demo is on and others can reach the server: everybody knows the passwords of its members. Start without demo, \
         on a data folder of its own"
            .into()
    })
}

/// The way to PostgreSQL is not safe.
fn remote_database(config: &Config) -> Option<String> {
    let Some(Address::Postgres(url)) = &config.database else { return None };
    let host = host(url);
    // A name without a dot is a neighbour: of the same machine, pod or compose file.
    let near = is_local(host) || !host.contains(['.', ':']);
    match config.address().encryption() {
        _ if near => None,
        Encryption::Verified(_) => None,
        Encryption::Unverified => Some(format!(
            "the database is at {host}, and whoever answers there is believed: add sslmode=verify-full, and sslrootcert with \
             the certificate of its authority, to its address"
        )),
        Encryption::None => Some(format!(
            "the database is at {host}, and what is said to it is not encrypted: add sslmode=verify-full to its address, or \
             keep it in a private network"
        )),
    }
}

fn readable_data(config: &Config, mode: Option<u32>) -> Option<String> {
    let folder = config.folder().filter(|_| mode.is_some_and(|mode| mode & ANYBODY != 0))?;
    let folder = folder.display();
    Some(format!(
        "everybody on this machine may enter {folder}, which holds all conversations: chmod 700 {folder}"
    ))
}

fn readable_key(config: &Config, mode: Option<u32>) -> Option<String> {
    let key = config.key.as_ref().filter(|_| mode.is_some_and(|mode| mode & ANYBODY != 0))?.display();
    Some(format!("everybody on this machine may read the private key {key}: chmod 600 {key}"))
}

fn readable_vault(config: &Config, mode: Option<u32>) -> Option<String> {
    let Source::File(path) = config.vault() else { return None };
    let path = Some(path).filter(|_| mode.is_some_and(|mode| mode & ANYBODY != 0))?;
    let path = path.display();
    Some(format!("everybody on this machine may read the vault's key {path}: chmod 600 {path}"))
}

/// The host in an address, without user, port and path.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let place = authority.rsplit('@').next().unwrap_or_default();
    match place.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => place.split(':').next().unwrap_or_default(),
    }
}

/// Whether only this machine can be meant.
fn is_local(host: &str) -> bool {
    let local_name = host.is_empty() || host == "localhost" || host.ends_with(".localhost");
    local_name || host.starts_with("%2F") || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::super::ServeArgs;
    use super::*;

    /// The first words of each warning.
    fn warned(options: &[(&str, &str)], surroundings: Surroundings) -> Vec<String> {
        let flags = options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let config = Config::load(&ServeArgs { file: None, flags }, []).expect("loads");
        let words = |text: String| text.split(' ').take(3).collect::<Vec<_>>().join(" ");
        risks(&config, surroundings).into_iter().map(words).collect()
    }

    fn without_files(options: &[(&str, &str)]) -> Vec<String> {
        warned(options, Surroundings::default())
    }

    const TLS: [(&str, &str); 2] = [("tls.certificate", "/c.pem"), ("tls.key", "/k.pem")];
    const EVERYWHERE: (&str, &str) = ("listen", "0.0.0.0:8080");

    #[test]
    fn what_is_safe_is_not_warned_about() {
        assert!(without_files(&[]).is_empty());
        assert!(without_files(&[("demo", "true"), ("public_url", "http://localhost:8080")]).is_empty());
        assert!(without_files(&[EVERYWHERE, TLS[0], TLS[1]]).is_empty());
        let behind =
            [EVERYWHERE, ("public_url", "https://a.example"), ("trusted_proxies", "10.0.0.0/8, fc00::/7")];
        assert!(without_files(&behind).is_empty());
        for database in [
            "postgres://yingda@localhost/yingda",
            "postgres://yingda:p%40w@127.0.0.1:5432/yingda",
            "postgres://yingda@[::1]/yingda",
            "postgres://yingda@postgres/yingda",
            "postgres://yingda@%2Frun%2Fpostgresql/yingda",
            "postgres:///yingda?host=/run/postgresql",
        ] {
            assert!(without_files(&[("database", database)]).is_empty(), "{database}");
        }
    }

    #[test]
    fn an_open_port_and_an_open_address_are_told() {
        assert_eq!(without_files(&[EVERYWHERE]), ["listen is 0.0.0.0:8080"]);
        let clear = [("public_url", "http://chat.example.com/support")];
        assert_eq!(without_files(&clear), ["public_url is http://chat.example.com/support:"]);
        assert_eq!(without_files(&[("public_url", "https://a.example")]), ["public_url is https,"]);
        for wide in ["0.0.0.0/0", "::/0", "10.0.0.0/8,0.0.0.0/1"] {
            assert_eq!(without_files(&[("trusted_proxies", wide)]).len(), 1, "{wide}");
        }
    }

    #[test]
    fn a_demo_that_others_reach_is_told() {
        assert_eq!(without_files(&[("demo", "true"), EVERYWHERE, TLS[0], TLS[1]]), ["demo is on"]);
        let named = [("demo", "true"), ("public_url", "https://demo.example"), ("trusted_proxies", "::1")];
        assert_eq!(without_files(&named), ["demo is on"]);
    }

    #[test]
    fn a_database_elsewhere_is_told() {
        for database in ["postgres://yingda:p@db.example.com/yingda", "postgresql://y@10.1.2.3:5433/yingda"] {
            assert_eq!(without_files(&[("database", database)]), ["the database is"], "{database}");
        }
        let over_tls = |query: &str| {
            without_files(&[("database", &format!("postgres://y@db.example.com/y?{query}"))]).len()
        };
        assert_eq!((over_tls("sslmode=require"), over_tls("sslmode=verify-full")), (1, 0));
        assert_eq!(over_tls("sslmode=require&sslrootcert=/ca.pem"), 0);
    }

    #[test]
    fn files_that_everybody_may_read_are_told() {
        let modes =
            |folder, key| Surroundings { folder: Some(folder), key: Some(key), vault: Some(0o100_600) };
        assert!(warned(&TLS, modes(0o40_750, 0o100_640)).is_empty());
        assert_eq!(warned(&TLS, modes(0o40_755, 0o100_644)), ["everybody on this"; 2]);
        let vault = Surroundings { vault: Some(0o100_644), ..Surroundings::default() };
        assert_eq!(warned(&[], vault), ["everybody on this"]);
        assert!(warned(&[("vault.key_command", r#"["keys"]"#)], vault).is_empty());
        let elsewhere = [("database", "postgres://localhost/yingda")];
        assert!(warned(&elsewhere, modes(0o40_755, 0o100_644)).is_empty());
    }
}
