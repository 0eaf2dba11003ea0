//! What a program with the feature `telemetry` sends to a collector: the spans of one customer's message, from the socket to
//! the bot's reply, in one trace.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use tempfile::TempDir;

/// What the test wants to know of a span.
struct Span {
    trace: Vec<u8>,
    id: Vec<u8>,
    parent: Vec<u8>,
    name: String,
    ended: u64,
}

impl Span {
    /// By the numbers of its fields in opentelemetry/proto/trace/v1/trace.proto.
    fn of(message: &[u8]) -> Self {
        let one = |number| fields(message, number).first().map(|field| field.to_vec()).unwrap_or_default();
        Self {
            trace: one(1),
            id: one(2),
            parent: one(4),
            name: String::from_utf8(one(5)).expect("UTF-8"),
            ended: u64::from_le_bytes(one(8).try_into().expect("8 bytes")),
        }
    }
}

/// The fields of a protobuf message that have a number, as bytes. Just enough of the format for this test.
fn fields(mut message: &[u8], number: u64) -> Vec<&[u8]> {
    let mut found = Vec::new();
    while !message.is_empty() {
        let key = varint(&mut message);
        let length = match key & 7 {
            0 => {
                varint(&mut message);
                0
            }
            1 => 8,
            2 => usize::try_from(varint(&mut message)).expect("a length"),
            5 => 4,
            other => panic!("wire type {other}"),
        };
        let (field, rest) = message.split_at(length);
        if key >> 3 == number {
            found.push(field);
        }
        message = rest;
    }
    found
}

fn varint(message: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..).step_by(7) {
        let (byte, rest) = message.split_first().expect("a byte");
        *message = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    value
}

/// A collector that keeps what it gets, and the address for the option.
fn collector() -> (String, Receiver<Span>) {
    let port = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/v1/traces", port.local_addr().expect("an address"));
    let (sender, spans) = channel();
    thread::spawn(move || {
        for socket in port.incoming().map_while(Result::ok) {
            let sender = sender.clone();
            thread::spawn(move || take(socket, &sender));
        }
    });
    (address, spans)
}

fn take(socket: TcpStream, spans: &Sender<Span>) {
    let mut answers = socket.try_clone().expect("a socket");
    let mut socket = BufReader::new(socket);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if socket.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            let lower = line.to_lowercase();
            if let Some(text) = lower.strip_prefix("content-length:") {
                length = text.trim().parse().expect("a length");
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        socket.read_exact(&mut body).expect("a body");
        let scopes = fields(&body, 1).into_iter().flat_map(|resource| fields(resource, 2));
        scopes.flat_map(|scope| fields(scope, 2)).for_each(|span| _ = spans.send(Span::of(span)));
        answers.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").expect("answered");
    }
}

fn get(url: &str, path: &str) -> String {
    let host = url.strip_prefix("http://").expect("http");
    let mut socket = TcpStream::connect(host).expect("connected");
    write!(socket, "GET {path} HTTP/1.0\r\nhost: {host}\r\n\r\n").expect("asked");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).expect("answered");
    answer
}

/// Runs the demo company with a customer who asks once; gives what its spans were.
fn asked_once() -> Vec<Span> {
    let folder = TempDir::new().expect("a folder");
    let (endpoint, spans) = collector();
    let yingda = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yingda"));
        command.current_dir(folder.path());
        command
    };
    let mut server = yingda()
        .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--telemetry-endpoint", &endpoint])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut said = BufReader::new(server.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let line = said.find(|line| line.contains("Workspace")).expect("where it is");
    let url = line.split_whitespace().last().expect("an address").to_owned();
    let page = get(&url, "/demo");
    let key = &page[page.find("wk_").expect("the channel's key")..];
    let key: String = key.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    std::fs::write(folder.path().join("one.jsonl"), "{\"text\": \"怎么退货\"}\n").expect("written");
    let played = yingda()
        .args(["replay", "one.jsonl", "--rate", "10", "--customers", "1", "--channel", &key, "--url", &url])
        .output()
        .expect("it runs");
    assert!(played.status.success(), "{}", String::from_utf8_lossy(&played.stderr));
    let told = Command::new("kill").args(["-TERM", &server.id().to_string()]).status();
    assert!(told.expect("kill runs").success());
    assert!(server.wait().expect("it ends").success());
    spans.try_iter().collect()
}

#[test]
fn a_message_can_be_followed_from_the_socket_to_the_reply() {
    let spans = asked_once();
    let names: Vec<&str> = spans.iter().map(|span| span.name.as_str()).collect();
    let send = spans.iter().find(|span| span.name == "send").unwrap_or_else(|| panic!("{names:?}"));
    assert!(send.parent.is_empty(), "the trace begins at the socket");
    let of_message: BTreeMap<&str, &Span> =
        spans.iter().filter(|span| span.trace == send.trace).map(|span| (span.name.as_str(), span)).collect();
    let parent = |name: &str| {
        let span = of_message.get(name).unwrap_or_else(|| panic!("no {name} among {:?}", of_message.keys()));
        let parent = spans.iter().find(|other| other.id == span.parent);
        parent.map(|parent| parent.name.as_str())
    };
    assert_eq!(parent("message_receive"), Some("send"));
    assert_eq!(parent("answer"), Some("send"), "across the journal");
    assert_eq!(parent("bot_reply"), Some("answer"));
    let given = |span: &&Span| span.name == "bot" && span.parent == send.id;
    assert!(spans.iter().any(|span| given(&span)), "the consumer that was given it");
    let ended = |name: &str| of_message[name].ended;
    assert!(ended("send") <= ended("bot_reply"), "acknowledged before it is answered");
}
