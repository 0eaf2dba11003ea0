//! The realtime protocol over a real socket: what clients may rely on when things go wrong.

use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use yingda_testkit::{TestApp, for_each_app};

const NUL: &str = r#"{"type":"send","id":"9","client_id":"9","content":{"kind":"text","text":"a\u0000b"}}"#;

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Serves the product on a free port while the body runs.
pub(crate) async fn serving(app: &TestApp, body: impl AsyncFn(&str)) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    tokio::select! {
        served = app.app.serve(listener) => panic!("serving ended: {served:?}"),
        () = body(&address) => {}
    }
}

pub(crate) async fn connect(address: &str, cookie: Option<&str>) -> Socket {
    let mut request = format!("ws://{address}/realtime").into_client_request().expect("a request");
    if let Some(cookie) = cookie {
        request.headers_mut().insert("cookie", cookie.parse().expect("a header"));
    }
    connect_async(request).await.expect("a socket").0
}

pub(crate) async fn say(socket: &mut Socket, frame: Value) {
    socket.send(Frame::text(frame.to_string())).await.expect("sent");
}

/// The next frame of a type, or the close code.
pub(crate) async fn hear(socket: &mut Socket, wanted: &str) -> Result<Value, u16> {
    let heard = async {
        loop {
            match socket.next().await {
                Some(Ok(Frame::Text(text))) => {
                    let frame: Value = serde_json::from_str(&text).expect("JSON");
                    if frame["type"] == wanted {
                        return Ok(frame);
                    }
                }
                Some(Ok(Frame::Close(close))) => return Err(close.map_or(0, |close| close.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(0),
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), heard).await.expect("an answer in time")
}

pub(crate) async fn visitor_token(app: &TestApp) -> String {
    let session = json!({ "channel_key": app.company.channel.key, "consent": true });
    let answer = app.anonymous().post("/widget/v1/sessions", session).await;
    answer.json["token"].as_str().expect("a token").to_owned()
}

pub(crate) async fn customer(app: &TestApp, address: &str) -> Socket {
    let mut socket = connect(address, None).await;
    let token = visitor_token(app).await;
    say(&mut socket, json!({ "type": "hello", "protocol": 1, "token": token })).await;
    hear(&mut socket, "welcome").await.expect("welcome");
    say(&mut socket, json!({ "type": "subscribe", "id": "s", "topic": "self" })).await;
    hear(&mut socket, "subscribed").await.expect("subscribed");
    socket
}

pub(crate) fn send(id: &str, text: &str) -> Value {
    json!({ "type": "send", "id": id, "client_id": id, "content": { "kind": "text", "text": text } })
}

#[tokio::test]
async fn a_retry_gets_the_first_acknowledgement_and_a_resume_what_was_missed() {
    for_each_app(async |app| {
        serving(app, async |address| {
            let mut socket = customer(app, address).await;
            say(&mut socket, send("a", "转人工")).await;
            let first = hear(&mut socket, "ack").await.expect("acknowledged");
            say(&mut socket, send("a", "转人工")).await;
            let again = hear(&mut socket, "ack").await.expect("acknowledged");
            assert_eq!((&first["message_id"], &first["seq"]), (&again["message_id"], &again["seq"]));
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn what_is_malformed_is_said_and_what_is_too_much_is_ended() {
    for_each_app(async |app| {
        serving(app, async |address| {
            let mut socket = customer(app, address).await;
            for text in
                ["{", "[]", "{\"type\":\"dance\",\"id\":\"7\"}", "{\"type\":\"send\",\"id\":\"8\"}", NUL]
            {
                socket.send(Frame::text(text)).await.expect("sent");
                let error = hear(&mut socket, "error").await.expect("an error");
                assert_eq!(error["problem"]["code"], "invalid", "{text}");
            }
            let mut big = customer(app, address).await;
            _ = big.send(Frame::text("x".repeat(70_000))).await;
            let ended = loop {
                if let Err(code) = hear(&mut big, "nothing").await {
                    break code;
                }
            };
            assert!(matches!(ended, 0 | 1009), "{ended}");
            let mut binary = customer(app, address).await;
            binary.send(Frame::binary(vec![1, 2, 3])).await.expect("sent");
            assert_eq!(hear(&mut binary, "nothing").await, Err(4002));
            let mut silent = connect(address, None).await;
            say(&mut silent, json!({ "type": "ping", "id": "1" })).await;
            assert_eq!(hear(&mut silent, "nothing").await, Err(4002), "hello comes first");
            let mut forged = connect(address, None).await;
            say(&mut forged, json!({ "type": "hello", "protocol": 1, "token": "a.b.c" })).await;
            let error = hear(&mut forged, "error").await.expect("an error");
            assert_eq!(error["problem"]["code"], "token_invalid");
            assert_eq!(hear(&mut forged, "nothing").await, Err(4001));
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn more_frames_than_allowed_are_refused_and_the_connection_lives() {
    for_each_app(async |app| {
        serving(app, async |address| {
            let mut socket = customer(app, address).await;
            for n in 0..160 {
                say(&mut socket, json!({ "type": "ping", "id": n.to_string() })).await;
            }
            let error = hear(&mut socket, "error").await.expect("an error");
            assert_eq!(error["problem"]["code"], "rate_limited");
            tokio::time::sleep(Duration::from_millis(200)).await;
            say(&mut socket, json!({ "type": "ping", "id": "after" })).await;
            loop {
                if hear(&mut socket, "pong").await.expect("it lives")["id"] == "after" {
                    break;
                }
            }
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_member_who_is_disabled_is_let_go_at_once() {
    for_each_app(async |app| {
        serving(app, async |address| {
            let agent = app.login(&app.company.agent).await;
            let cookie = agent.cookie().expect("a cookie");
            let mut socket = connect(address, Some(&cookie)).await;
            say(&mut socket, json!({ "type": "hello", "protocol": 1 })).await;
            hear(&mut socket, "welcome").await.expect("welcome");
            let administrator = app.login(&app.company.administrator).await;
            let members = administrator.get("/api/v1/members").await;
            let id = app.company.agent.id.to_string();
            let row =
                members.json["items"].as_array().expect("rows").iter().find(|row| row["id"] == id.as_str());
            let version = row.expect("the agent")["version"].clone();
            let patch = json!({ "state": "disabled", "version": version });
            assert_eq!(administrator.patch(&format!("/api/v1/members/{id}"), patch).await.status, 200);
            assert_eq!(hear(&mut socket, "nothing").await, Err(4001));
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn newer_numbers_are_told_to_those_who_may_read_them_once_they_are_there() {
    for_each_app(async |app| {
        serving(app, async |address| {
            let look = async |member| {
                let member = app.login(member).await;
                let mut socket = connect(address, Some(&member.cookie().expect("a cookie"))).await;
                say(&mut socket, json!({ "type": "hello", "protocol": 1 })).await;
                hear(&mut socket, "welcome").await.expect("welcome");
                say(&mut socket, json!({ "type": "subscribe", "id": "n", "topic": "numbers" })).await;
                (member, socket)
            };
            let (_, mut agent) = look(&app.company.agent).await;
            let refused = hear(&mut agent, "error").await.expect("an error");
            assert_eq!(refused["problem"]["code"], "forbidden");

            let (supervisor, mut socket) = look(&app.company.supervisor).await;
            hear(&mut socket, "subscribed").await.expect("subscribed");
            let mut customer = customer(app, address).await;
            say(&mut customer, send("a", "你好")).await;
            hear(&mut customer, "ack").await.expect("acknowledged");
            loop {
                assert_eq!(hear(&mut socket, "event").await.expect("a hint")["name"], "numbers.changed");
                let numbers = supervisor.get("/api/v1/numbers").await.json;
                if numbers["figures"]["opened"] == 1 {
                    break;
                }
            }
        })
        .await;
    })
    .await;
}
