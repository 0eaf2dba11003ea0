//! What the operator decides about the API. Where these values come from (file, environment, flags) is not known here.

use ipnet::IpNet;

use yingda_alarms::Thresholds;

use crate::certificates::Certificates;
use crate::folders::Folder;
use crate::log::Log;

/// The API's settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people reach the product, without a slash at its end: for links, for the path that it is served under, and
    /// for cookies that need https.
    pub public_url: String,
    /// Whether this is the demo company.
    pub demo: bool,
    /// This process among others.
    pub node: String,
    /// Networks of the proxies that may say for whom they speak.
    pub trusted_proxies: Vec<IpNet>,
    /// Networks of those whose `traceparent` is believed.
    pub trace_callers: Vec<IpNet>,
    /// How much of what anybody may ask for.
    pub limits: Limits,
    /// What the process logs, and how much.
    pub log: Log,
    /// The folders that this process writes to.
    pub folders: Vec<Folder>,
    /// The machine, as alarms name it.
    pub server: String,
    /// What this process shows to those who come by https.
    pub certificates: Option<Certificates>,
    /// Whether somebody makes backups by the clock.
    pub makes_backups: bool,
    /// From where on administrators are told.
    pub alarms: Thresholds,
}

/// How much of what anybody may ask for.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of an ordinary request's body.
    pub body_bytes: usize,
    /// Bytes of an attachment or an import.
    pub upload_bytes: usize,
    /// Logins a minute from one address.
    pub logins_per_address: u32,
    /// Logins a minute with one e-mail address.
    pub logins_per_email: u32,
    /// Requests a minute from one address to endpoints that anybody may call.
    pub public_per_address: u32,
    /// Visitors' uploads a minute from one address.
    pub uploads_per_address: u32,
    /// Connections that may be open at the same time.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 1024 * 1024,
            upload_bytes: 20 * 1024 * 1024,
            logins_per_address: 60,
            logins_per_email: 20,
            public_per_address: 600,
            uploads_per_address: 30,
            connections: 30_000,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".into(),
            demo: false,
            node: "yingda".into(),
            trusted_proxies: Vec::new(),
            trace_callers: Vec::new(),
            limits: Limits::default(),
            log: Log::default(),
            folders: Vec::new(),
            server: "yingda".into(),
            certificates: None,
            makes_backups: false,
            alarms: Thresholds::default(),
        }
    }
}

impl Settings {
    /// Where the path of the public address begins.
    fn path_at(&self) -> usize {
        let host = self.public_url.find("://").map_or(0, |scheme| scheme + 3);
        self.public_url[host..].find('/').map_or(self.public_url.len(), |path| host + path)
    }

    /// Scheme, host and port of the public address, as browsers name the pages of this server.
    pub(crate) fn origin(&self) -> &str {
        &self.public_url[..self.path_at()]
    }

    /// The path that the product is served under, without a slash at its end: empty when it has the host for itself.
    pub(crate) fn base_path(&self) -> &str {
        &self.public_url[self.path_at()..]
    }

    /// Whether people come over https, so that cookies may be kept to it.
    pub(crate) fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_address_is_an_origin_and_a_path() {
        for (public_url, origin, path) in [
            ("https://service.example.com", "https://service.example.com", ""),
            ("https://example.com:8443/support", "https://example.com:8443", "/support"),
            ("http://[::1]:8080/a/b", "http://[::1]:8080", "/a/b"),
        ] {
            let settings = Settings { public_url: public_url.into(), ..Settings::default() };
            assert_eq!((settings.origin(), settings.base_path()), (origin, path));
        }
    }
}
