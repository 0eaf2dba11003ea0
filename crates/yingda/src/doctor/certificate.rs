//! The certificate: whether its files can be read and belong together, and how long it is good.

use std::time::Duration;

use yingda_model::{Clock as _, SystemClock, Timestamp};

use super::Finding;
use crate::check::chain;
use crate::config::Config;

/// Who renews by hand needs some time.
const SOON: Duration = Duration::from_secs(21 * 24 * 3_600);
const MEND: &str = "renew it: a running server takes up the new files by itself";

/// Looks at the certificate, where there is one.
pub fn examine(config: &Config) -> Option<Finding> {
    match config.certificates() {
        Ok(None) => None,
        Ok(Some(certificates)) => Some(match certificates.expires() {
            Some(at) => validity(at, SystemClock.now()),
            None => Finding::doubtful(
                "certificate",
                "does not say how long it is good",
                "look at it with openssl x509",
            ),
        }),
        Err(error) => Some(Finding::wrong(
            "certificate",
            chain(&error),
            "see that tls.certificate and tls.key name PEM files that the server's user may read",
        )),
    }
}

fn validity(expires: Timestamp, now: Timestamp) -> Finding {
    let left = expires.since(now);
    let days = left.as_secs() / (24 * 3_600);
    if left.is_zero() {
        let ago = now.since(expires).as_secs() / (24 * 3_600);
        Finding::wrong("certificate", format!("has expired {ago} days ago"), MEND)
    } else if left < SOON {
        Finding::doubtful("certificate", format!("expires in {days} days"), MEND)
    } else {
        Finding::fine("certificate", format!("fits its key and is good for {days} days"))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    use super::super::Level;
    use super::*;
    use crate::config::ServeArgs;

    #[test]
    fn what_expires_soon_is_told_in_time() {
        let now = Timestamp::from_millis(1_790_000_000_000);
        let day = Duration::from_secs(24 * 3_600);
        let level = |expires| validity(expires, now).level;
        assert_eq!(level(now.plus(day * 22)), Level::Fine);
        assert_eq!(level(now.plus(day * 20)), Level::Doubtful);
        assert_eq!((level(now), level(now.minus(day))), (Level::Wrong, Level::Wrong));
    }

    #[test]
    fn the_files_are_read_as_the_server_reads_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        let flags = vec![("tls.certificate".into(), path("c.pem")), ("tls.key".into(), path("k.pem"))];
        let config = Config::load(&ServeArgs::of(flags), []).expect("loads");
        let level = || examine(&config).expect("a finding").level;
        assert_eq!(level(), Level::Wrong, "there are no files");
        let (key, other) = (KeyPair::generate().expect("a key"), KeyPair::generate().expect("a key"));
        let mut parameters = CertificateParams::new(["localhost".to_owned()]).expect("parameters");
        let mut write = |year, key_file: &KeyPair| {
            parameters.not_after = date_time_ymd(year, 1, 1);
            let made = parameters.self_signed(&key).expect("a certificate").pem();
            fs::write(path("c.pem"), made).expect("written");
            fs::write(path("k.pem"), key_file.serialize_pem()).expect("written");
        };
        write(2096, &key);
        assert_eq!(level(), Level::Fine);
        write(2001, &key);
        assert_eq!(level(), Level::Wrong, "expired");
        write(2096, &other);
        assert_eq!(level(), Level::Wrong, "of another key");
        assert!(examine(&Config::load(&ServeArgs::of(Vec::new()), []).expect("loads")).is_none());
    }
}
