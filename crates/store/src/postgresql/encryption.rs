//! How a connection to PostgreSQL is encrypted: what the database's URL says of it (`sslmode`, `sslrootcert`), as rustls does it.
//!
//! | `sslmode` | |
//! |---|---|
//! | none, `disable` | in the clear |
//! | `require` | encrypted; with `sslrootcert` as `verify-full`, without it whoever answers is believed |
//! | `verify-full` | encrypted, and the certificate must be for the host and by an authority: those of `sslrootcert`, or of this machine |

use std::path::PathBuf;
use std::sync::Arc;

use form_urlencoded::parse;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error as TlsError, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::{Error, Result};

/// What a URL says about encryption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// In the clear.
    None,
    /// Encrypted, with whoever answers.
    Unverified,
    /// Encrypted, with whom these authorities vouch for; none: those of this machine.
    Verified(Option<PathBuf>),
}

/// Takes what a URL says about encryption out of it; answers the rest, which `tokio_postgres` understands.
///
/// # Errors
/// When it asks for something that is not done here: better none than a connection that is less safe than was asked for.
pub fn split(url: &str) -> Result<(String, Encryption), String> {
    let refuse = |why: String| Err(why);
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut mode, mut root, mut rest) = (String::new(), None, Vec::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        for (name, value) in parse(pair.as_bytes()) {
            match &*name {
                "sslmode" => mode = value.into_owned(),
                "sslrootcert" => root = Some(value.into_owned()),
                "sslcert" | "sslkey" | "sslcrl" => {
                    return refuse(format!("{name} in the database's URL is not supported"));
                }
                _ => rest.push(pair),
            }
        }
    }
    let root = root.filter(|root| root != "system").map(PathBuf::from);
    let encryption = match mode.as_str() {
        "" | "disable" if root.is_some() => {
            return refuse("sslrootcert in the database's URL needs sslmode=verify-full".into());
        }
        "" | "disable" => Encryption::None,
        "require" if root.is_none() => Encryption::Unverified,
        "require" | "verify-full" => Encryption::Verified(root),
        other => {
            return refuse(format!(
                "sslmode={other} in the database's URL is not supported: use disable, require or verify-full"
            ));
        }
    };
    let mode = if encryption == Encryption::None { "sslmode=disable" } else { "sslmode=require" };
    rest.push(mode);
    Ok((format!("{address}?{}", rest.join("&")), encryption))
}

impl Encryption {
    /// What makes connections encrypted; none where they are in the clear.
    ///
    /// # Errors
    /// When the authorities can't be read.
    pub fn connector(&self) -> Result<Option<MakeRustlsConnect>> {
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::Unavailable(Box::new(error)))?;
        let config = match self {
            Self::None => return Ok(None),
            Self::Unverified => builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(Anybody(provider)))
                .with_no_client_auth(),
            Self::Verified(root) => {
                builder.with_root_certificates(authorities(root.as_ref())?).with_no_client_auth()
            }
        };
        Ok(Some(MakeRustlsConnect::new(config)))
    }
}

fn authorities(file: Option<&PathBuf>) -> Result<RootCertStore> {
    let mut store = RootCertStore::empty();
    let Some(file) = file else {
        store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        return Ok(store);
    };
    let refuse = |why: String| Error::Unavailable(format!("sslrootcert {}: {why}", file.display()).into());
    let found = CertificateDer::pem_file_iter(file).map_err(|error| refuse(error.to_string()))?;
    for certificate in found {
        let certificate = certificate.map_err(|error| refuse(error.to_string()))?;
        store.add(certificate).map_err(|error| refuse(error.to_string()))?;
    }
    if store.is_empty() { Err(refuse("holds no certificate".into())) } else { Ok(store) }
}

/// Believes whoever answers, as `sslmode=require` means it: what is said is hidden from those who listen, not from those who
/// stand between.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_says_how_the_way_is_protected() {
        let of = |query: &str| {
            let (url, encryption) = split(&format!("postgres://y@db/yingda{query}"))?;
            Ok::<_, String>((url.trim_start_matches("postgres://y@db/yingda?").to_owned(), encryption))
        };
        let clear = ("sslmode=disable".to_owned(), Encryption::None);
        assert_eq!(of("").expect("good"), clear);
        assert_eq!(of("?sslmode=disable").expect("good"), clear);
        let some = of("?application_name=a%20b&sslmode=require&options=x").expect("good");
        assert_eq!(some, ("application_name=a%20b&options=x&sslmode=require".into(), Encryption::Unverified));
        assert_eq!(of("?sslmode=verify-full").expect("good").1, Encryption::Verified(None));
        assert_eq!(
            of("?sslmode=verify-full&sslrootcert=system").expect("good").1,
            Encryption::Verified(None)
        );
        for mode in ["require", "verify-full"] {
            let query = format!("?sslrootcert=%2Fetc%2Fca.pem&sslmode={mode}");
            assert_eq!(of(&query).expect("good").1, Encryption::Verified(Some("/etc/ca.pem".into())));
        }
        for unsafe_ in
            ["?sslmode=prefer", "?sslmode=verify-ca", "?sslrootcert=/ca.pem", "?sslmode=require&sslcert=/c"]
        {
            assert!(of(unsafe_).is_err(), "{unsafe_}");
        }
    }
}
