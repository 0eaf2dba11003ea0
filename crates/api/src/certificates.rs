//! The certificate that the server shows, from two PEM files: read, checked against each other, and read again when
//! they change. How connections are encrypted with it is the business of `encrypted`.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::sleep;
use x509_parser::parse_x509_certificate;
use yingda_model::Timestamp;

/// What is wrong with a certificate or its key.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    #[error("tls.certificate and tls.key: can't read {path}")]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("tls.certificate: {0} holds no certificate: expected PEM with BEGIN CERTIFICATE")]
    NoCertificate(PathBuf),
    #[error("tls.certificate: {path} can't be used")]
    Certificate { path: PathBuf, source: rustls::Error },
    #[error("tls.key: {0} holds no private key: expected PEM with BEGIN PRIVATE KEY, without a password")]
    NoKey(PathBuf),
    #[error("tls.key: {path} can't be used: expected an RSA, ECDSA or Ed25519 key")]
    Key { path: PathBuf, source: rustls::Error },
    #[error("tls.key: {key} is not the key of the first certificate in {certificate}")]
    Mismatch { certificate: PathBuf, key: PathBuf },
    #[error("the encryption could not be set up")]
    Setup(#[from] rustls::Error),
}

/// The two files, and what they held when they were last good. Cheap to clone.
#[derive(Clone)]
pub struct Certificates(Arc<Inner>);

struct Inner {
    certificate: PathBuf,
    key: PathBuf,
    current: ArcSwap<Loaded>,
}

/// The bytes of both files and what they make.
struct Loaded {
    seen: [Vec<u8>; 2],
    shown: Arc<CertifiedKey>,
}

impl Certificates {
    /// Reads both files.
    pub fn load(certificate: PathBuf, key: PathBuf) -> Result<Self, CertificateError> {
        let seen = [read(&certificate)?, read(&key)?];
        let shown = Arc::new(join(&certificate, &key, &seen)?);
        Ok(Self(Arc::new(Inner { certificate, key, current: ArcSwap::from_pointee(Loaded { seen, shown }) })))
    }

    /// Reads both files again and shows what they hold from now on; on an error, what they held before. Whether there
    /// was something new.
    pub fn refresh(&self) -> Result<bool, CertificateError> {
        let Inner { certificate, key, current } = &*self.0;
        let seen = [read(certificate)?, read(key)?];
        if seen == current.load().seen {
            return Ok(false);
        }
        let shown = Arc::new(join(certificate, key, &seen)?);
        current.store(Arc::new(Loaded { seen, shown }));
        Ok(true)
    }

    /// Takes up what the files hold whenever that has changed, until told to stop.
    pub(crate) async fn follow(self, every: Duration, mut stop: watch::Receiver<bool>) {
        let mut told = String::new();
        while !*stop.borrow() {
            tokio::select! {
                () = sleep(every) => {}
                _ = stop.changed() => continue,
            }
            let files = self.clone();
            let Ok(refreshed) = spawn_blocking(move || files.refresh()).await else { continue };
            match refreshed {
                Ok(changed) => {
                    told.clear();
                    if changed {
                        tracing::info!("the certificate has changed and is shown from now on");
                    }
                }
                // Said once: the files may stay as they are for weeks.
                Err(error) if error.to_string() == told => {}
                Err(error) => {
                    told = error.to_string();
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(error, "the changed certificate can't be used: the one before it stays");
                }
            }
        }
    }

    /// Until when the first certificate is good; none when it does not say.
    pub fn expires(&self) -> Option<Timestamp> {
        let loaded = self.0.current.load();
        let (_, certificate) = parse_x509_certificate(loaded.shown.cert.first()?).ok()?;
        let seconds = certificate.validity().not_after.timestamp();
        Some(Timestamp::from_millis(seconds.saturating_mul(1_000)))
    }

    /// How connections are encrypted with it.
    pub(crate) fn server(&self) -> Result<ServerConfig, CertificateError> {
        let versions = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?;
        let mut config = versions.with_no_client_auth().with_cert_resolver(Arc::new(self.clone()));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificates").field("certificate", &self.0.certificate).finish_non_exhaustive()
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.current.load().shown))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, CertificateError> {
    std::fs::read(path).map_err(|source| CertificateError::Unreadable { path: path.into(), source })
}

fn join(
    certificate: &Path,
    key: &Path,
    [chain, secret]: &[Vec<u8>; 2],
) -> Result<CertifiedKey, CertificateError> {
    let chain: Result<Vec<_>, pem::Error> = CertificateDer::pem_slice_iter(chain).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    let chain = chain.ok_or_else(|| CertificateError::NoCertificate(certificate.into()))?;
    let secret = PrivateKeyDer::from_pem_slice(secret).map_err(|_| CertificateError::NoKey(key.into()))?;
    let signer = ring::sign::any_supported_type(&secret)
        .map_err(|source| CertificateError::Key { path: key.into(), source })?;
    let joined = CertifiedKey::new(chain, signer);
    match joined.keys_match() {
        Ok(()) => Ok(joined),
        Err(rustls::Error::InconsistentKeys(_)) => {
            Err(CertificateError::Mismatch { certificate: certificate.into(), key: key.into() })
        }
        Err(source) => Err(CertificateError::Certificate { path: certificate.into(), source }),
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use rcgen::{CertificateParams, KeyPair};
    use tempfile::TempDir;

    use super::*;

    /// The PEM of a certificate for localhost and of its key.
    fn pair() -> (String, String) {
        let key = KeyPair::generate().expect("a key");
        let parameters = CertificateParams::new(["localhost".to_owned()]).expect("parameters");
        (parameters.self_signed(&key).expect("a certificate").pem(), key.serialize_pem())
    }

    fn files(folder: &TempDir, certificate: &str, key: &str) -> (PathBuf, PathBuf) {
        let (at, secret) = (folder.path().join("c.pem"), folder.path().join("k.pem"));
        std::fs::write(&at, certificate).expect("written");
        std::fs::write(&secret, key).expect("written");
        (at, secret)
    }

    #[test]
    fn what_can_not_be_used_is_named_with_its_file() {
        let folder = TempDir::new().expect("a folder");
        let ((certificate, key), (_, stranger)) = (pair(), pair());
        let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for (certificate, key, told) in [
            ("", key.as_str(), "c.pem holds no certificate"),
            (key.as_str(), key.as_str(), "c.pem holds no certificate"),
            (broken, key.as_str(), "c.pem can't be used"),
            (certificate.as_str(), "", "k.pem holds no private key"),
            (certificate.as_str(), certificate.as_str(), "k.pem holds no private key"),
            (certificate.as_str(), stranger.as_str(), "is not the key of the first certificate in"),
        ] {
            let (at, secret) = files(&folder, certificate, key);
            let error = Certificates::load(at, secret).expect_err("refused").to_string();
            assert!(error.contains(told) && error.contains(".pem"), "{error}");
        }
        let missing = folder.path().join("nothing.pem");
        let error = Certificates::load(missing.clone(), missing).expect_err("refused");
        assert!(error.to_string().contains("nothing.pem") && error.source().is_some());
    }

    #[test]
    fn a_new_pair_is_taken_and_half_of_one_is_not() {
        let folder = TempDir::new().expect("a folder");
        let ((certificate, key), (newer, its_key)) = (pair(), pair());
        let (at, secret) = files(&folder, &certificate, &key);
        let certificates = Certificates::load(at, secret).expect("both are good");
        assert!(!certificates.refresh().expect("nothing new"));
        let before = certificates.0.current.load().shown.cert.clone();
        files(&folder, &newer, &key);
        assert!(matches!(certificates.refresh(), Err(CertificateError::Mismatch { .. })));
        assert_eq!(certificates.0.current.load().shown.cert, before, "the old one stays");
        files(&folder, &newer, &its_key);
        assert!(certificates.refresh().expect("both are good"));
        assert_ne!(certificates.0.current.load().shown.cert, before);
    }

    #[tokio::test]
    async fn changed_files_are_noticed() {
        let folder = TempDir::new().expect("a folder");
        let ((certificate, key), (newer, its_key)) = (pair(), pair());
        let (at, secret) = files(&folder, &certificate, &key);
        let certificates = Certificates::load(at, secret).expect("both are good");
        let before = certificates.0.current.load().shown.cert.clone();
        let (_stopping, stop) = watch::channel(false);
        files(&folder, &newer, &its_key);
        tokio::select! {
            () = certificates.clone().follow(Duration::from_millis(1), stop) => panic!("it goes on"),
            () = async {
                while certificates.0.current.load().shown.cert == before {
                    tokio::task::yield_now().await;
                }
            } => {}
        }
    }
}
