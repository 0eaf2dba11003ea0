//! TLS from certificate files: real handshakes over the loopback interface.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use rcgen::{CertificateParams, KeyPair};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message as Frame;
use yingda_api::{Certificates, Limits, Settings};
use yingda_testkit::{TestApp, company, for_each_database};

/// A certificate for localhost and its key, in files.
struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn new() -> (Self, CertificateDer<'static>) {
        let files = Self { folder: tempfile::tempdir().expect("a folder") };
        let certificate = files.renew();
        (files, certificate)
    }

    fn paths(&self) -> (PathBuf, PathBuf) {
        (self.folder.path().join("tls.crt"), self.folder.path().join("tls.key"))
    }

    /// Writes a new pair over the one before.
    fn renew(&self) -> CertificateDer<'static> {
        let key = KeyPair::generate().expect("a key");
        let parameters = CertificateParams::new(["localhost".to_owned()]).expect("parameters");
        let certificate = parameters.self_signed(&key).expect("a certificate");
        let (at, secret) = self.paths();
        std::fs::write(at, certificate.pem()).expect("written");
        std::fs::write(secret, key.serialize_pem()).expect("written");
        certificate.der().clone()
    }
}

/// Shakes hands, believing one certificate alone.
async fn connect(address: SocketAddr, believed: &CertificateDer<'static>) -> TlsStream<TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(believed.clone()).expect("a root");
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let socket = TcpStream::connect(address).await.expect("a socket");
    let name = ServerName::try_from("localhost").expect("a name");
    let shaken = TlsConnector::from(Arc::new(config)).connect(name, socket);
    timeout(Duration::from_secs(10), shaken).await.expect("in time").expect("hands are shaken")
}

/// Asks for a path on behalf of an address, and gives the whole answer as text.
async fn get(address: SocketAddr, believed: &CertificateDer<'static>, path: &str, on_behalf: &str) -> String {
    let mut stream = connect(address, believed).await;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {on_behalf}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("answered");
    String::from_utf8_lossy(&answer).into_owned()
}

/// Serves the product over TLS while the body runs, then stops it.
async fn serving(body: impl AsyncFn(&TestApp, SocketAddr, &Files, &CertificateDer<'static>, &Certificates)) {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let limits = Limits { public_per_address: 2, ..Limits::default() };
        let trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
        let public_url = "https://localhost".into();
        let settings = Settings { public_url, trusted_proxies, limits, ..Settings::default() };
        let app = TestApp::start(store, environment, company, settings).await;
        let (files, certificate) = Files::new();
        let (at, secret) = files.paths();
        let certificates = Certificates::load(at, secret).expect("both are good");
        let port = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = port.local_addr().expect("an address");
        let stop = app.app.stopper();
        let (served, ()) = tokio::join!(app.app.serve_encrypted(port, certificates.clone()), async {
            body(&app, address, &files, &certificate, &certificates).await;
            stop();
        });
        served.expect("it ends when it is told");
        app.app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn answers_are_encrypted_and_limits_see_who_asks() {
    serving(async |_, address, _, certificate, _| {
        let live = get(address, certificate, "/health/live", "192.0.2.1").await;
        assert!(live.starts_with("HTTP/1.1 200") && live.ends_with(r#"{"status":"live"}"#), "{live}");
        assert!(live.contains("strict-transport-security: max-age=31536000\r\n"), "{live}");
        let invitation = "/api/v1/invitations/by-token/none";
        for (on_behalf, status) in
            [("192.0.2.1", "404"), ("192.0.2.1", "404"), ("192.0.2.1", "429"), ("192.0.2.2", "404")]
        {
            let answer = get(address, certificate, invitation, on_behalf).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_socket_lives_on_while_the_certificate_changes() {
    serving(async |app, address, files, certificate, certificates| {
        let session = json!({ "channel_key": app.company.channel.key, "consent": true });
        let token = app.anonymous().post("/widget/v1/sessions", session).await.json["token"].clone();
        let stream = connect(address, certificate).await;
        let (mut socket, _) = client_async("wss://localhost/realtime", stream).await.expect("a socket");
        let hello = json!({ "type": "hello", "protocol": 1, "token": token });
        socket.send(Frame::text(hello.to_string())).await.expect("sent");
        let welcome = socket.next().await.expect("an answer").expect("a frame");
        assert!(welcome.to_text().expect("text").contains("welcome"));

        let newer = files.renew();
        assert!(certificates.refresh().expect("both are good"));
        let live = get(address, &newer, "/health/live", "192.0.2.1").await;
        assert!(live.starts_with("HTTP/1.1 200"), "{live}");
        socket.send(Frame::text(json!({ "type": "ping", "id": "1" }).to_string())).await.expect("sent");
        let pong = socket.next().await.expect("an answer").expect("a frame");
        assert!(pong.to_text().expect("text").contains("pong"));
    })
    .await;
}

#[tokio::test]
async fn who_does_not_shake_hands_keeps_nobody_waiting() {
    serving(async |_, address, _, certificate, _| {
        let _silent = TcpStream::connect(address).await.expect("a socket");
        let mut plain = TcpStream::connect(address).await.expect("a socket");
        plain.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.expect("sent");
        let mut answer = Vec::new();
        // An alert, or the end of the connection.
        _ = timeout(Duration::from_secs(10), plain.read_to_end(&mut answer)).await.expect("it ends");
        assert!(!answer.starts_with(b"HTTP"));
        let live = get(address, certificate, "/health/live", "192.0.2.1").await;
        assert!(live.starts_with("HTTP/1.1 200"), "{live}");
    })
    .await;
}
