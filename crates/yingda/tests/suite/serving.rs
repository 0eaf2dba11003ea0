//! `yingda serve` and `yingda health` as a supervisor, a container and an operator with certificates run them.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use rcgen::{CertificateParams, KeyPair};
use tempfile::TempDir;

/// A server with a folder of its own. Ends with the test.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start(folder: &Path, flags: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = yingda(folder);
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(flags).envs(variables.iter().copied());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
        let mut said = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
        let line = said.find(|line| line.contains("Workspace")).expect("where it is");
        let url = line.split_whitespace().last().expect("an address").to_owned();
        Self { child, url }
    }

    fn listening(&self) -> &str {
        self.url.rsplit('/').next().expect("an address")
    }

    fn stop(&mut self) {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(told.expect("kill runs").success());
        assert!(self.child.wait().expect("it ends").success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn yingda(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yingda"));
    command.current_dir(folder);
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Writes a certificate for this machine and its key, and gives the flags that name them.
fn certificate(folder: &TempDir) -> [String; 2] {
    let key = KeyPair::generate().expect("a key");
    let parameters = CertificateParams::new(["127.0.0.1".to_owned()]).expect("parameters");
    let pem = parameters.self_signed(&key).expect("a certificate").pem();
    let (at, secret) = (folder.path().join("tls.crt"), folder.path().join("tls.key"));
    std::fs::write(&at, pem).expect("written");
    std::fs::write(&secret, key.serialize_pem()).expect("written");
    [format!("--tls-certificate={}", at.display()), format!("--tls-key={}", secret.display())]
}

fn health(folder: &Path, flags: &[&str]) -> Output {
    yingda(folder).arg("health").args(flags).output().expect("it runs")
}

#[test]
fn with_certificate_files_everything_is_https() {
    let folder = TempDir::new().expect("a folder");
    let [at, secret] = certificate(&folder);
    let mut server = Server::start(folder.path(), &[&at, &secret], &[]);
    assert!(server.url.starts_with("https://127.0.0.1:"), "{}", server.url);
    let listen = format!("--listen={}", server.listening());
    let ready = health(folder.path(), &[&at, &secret, &listen]);
    assert!(ready.status.success(), "{}", text(&ready.stderr));
    let clear = health(folder.path(), &[&listen]);
    assert_eq!(clear.status.code(), Some(1));

    std::fs::write(folder.path().join("faq.csv"), "question,answer\nq,a\n").expect("written");
    let import = |trusted: &str| {
        let mut command = yingda(folder.path());
        command.args(["import", "faq", "faq.csv", "--token", "yd_wrong", "--url", &server.url]);
        text(&command.env("SSL_CERT_FILE", folder.path().join(trusted)).output().expect("it runs").stderr)
    };
    assert!(import("tls.crt").contains("hint: make an API token"), "the answer came: {}", import("tls.crt"));
    assert!(import("tls.key").contains("no server answers"), "nobody vouches for it: {}", import("tls.key"));

    server.stop();
    let gone = health(folder.path(), &[&at, &secret, &listen]);
    assert_eq!(gone.status.code(), Some(1));
    assert!(text(&gone.stderr).starts_with("not ready: "), "{}", text(&gone.stderr));
}

#[test]
fn a_certificate_that_can_not_be_used_ends_the_start() {
    let (folder, other) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
    let ([at, _], [_, stranger]) = (certificate(&folder), certificate(&other));
    let refused = |flags: &[&str]| {
        let output = yingda(folder.path()).arg("serve").args(flags).output().expect("it runs");
        assert_eq!(output.status.code(), Some(2));
        text(&output.stderr)
    };
    let told = refused(&[&at, &stranger]);
    assert!(told.starts_with("error: tls.key: ") && told.contains("is not the key of the first"), "{told}");
    let told = refused(&[&at, "--tls-key=nothing.pem"]);
    assert!(told.contains("can't read nothing.pem: No such file"), "{told}");
    assert!(refused(&[&at]).contains("tls.key: is missing"));
    assert!(!folder.path().join("data").exists(), "nothing was begun");
}

#[test]
fn a_supervisor_is_told_and_the_data_is_nobody_elses() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("notify");
    let supervisor = UnixDatagram::bind(&path).expect("a socket");
    supervisor.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
    let heard = || {
        let mut buffer = [0; 256];
        let length = supervisor.recv(&mut buffer).expect("word in time");
        text(&buffer[..length])
    };
    let mut server = Server::start(folder.path(), &[], &[("NOTIFY_SOCKET", &path.display().to_string())]);
    assert_eq!(heard().trim(), "READY=1");
    let mode = std::fs::metadata(folder.path().join("data")).expect("the folder").permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    server.stop();
    assert_eq!(heard().trim(), "STOPPING=1");
}

#[test]
fn what_is_risky_is_said_at_the_start() {
    let folder = TempDir::new().expect("a folder");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let listen = taken.local_addr().expect("an address").to_string();
    // The port is taken, so that it ends after having said so.
    let output = yingda(folder.path())
        .args(["serve", "--listen", &listen, "--public-url", "http://chat.example.com"])
        .output()
        .expect("it runs");
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("WARN") && told.contains("public_url is http://chat.example.com"), "{told}");
}
