//! Many customers who send as fast as they are acknowledged, each with a few messages on the way.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use futures::future::try_join_all;
use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

type Error = Box<dyn std::error::Error + Send + Sync>;
pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// What to do to which server.
#[derive(Clone)]
pub struct Load {
    pub url: String,
    pub customers: usize,
    pub window: usize,
    pub lasting: Duration,
}

/// What came of it.
#[derive(Default)]
pub struct Measured {
    /// Milliseconds from send to acknowledgement.
    latencies: Vec<f64>,
    seconds: f64,
    pub errors: usize,
}

impl Measured {
    /// Acknowledged messages a second.
    pub fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.seconds
    }

    /// The latency below which a share of messages were acknowledged, in milliseconds.
    pub fn percentile(&self, share: f64) -> f64 {
        let index =
            ((self.latencies.len() as f64 * share).ceil() as usize).clamp(1, self.latencies.len().max(1)) - 1;
        self.latencies.get(index).copied().unwrap_or(f64::NAN)
    }
}

impl Load {
    /// Lets all customers come in and wait in the queue, so that the bot is out of the way, and measures what they send.
    pub async fn run(self) -> Result<Measured, Error> {
        let (http, channel) = self.prepare().await?;
        let mut sockets = Vec::with_capacity(self.customers);
        for _ in 0..self.customers {
            sockets.push(self.arrive(&http, &channel).await?);
        }
        let started = Instant::now();
        let until = started + self.lasting;
        let window = self.window;
        let sending =
            sockets.into_iter().map(|socket| async move { send_until(socket, window, until).await });
        let parts = spread(sending.collect()).await?;
        let mut all = Measured { seconds: started.elapsed().as_secs_f64(), ..Measured::default() };
        for (latencies, errors) in parts {
            all.latencies.extend(latencies);
            all.errors += errors;
        }
        all.latencies.sort_by(f64::total_cmp);
        Ok(all)
    }

    /// A client, and the key of the shop's channel.
    pub async fn prepare(&self) -> Result<(reqwest::Client, String), Error> {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(30)).build()?;
        let channel = self.channel(&http).await?;
        Ok((http, channel))
    }

    async fn channel(&self, http: &reqwest::Client) -> Result<String, Error> {
        let login = json!({ "email": "admin@demo.yingda", "password": "yingda-demo-2026" });
        let answer = http
            .post(format!("{}/api/v1/session", self.url))
            .json(&login)
            .send()
            .await?
            .error_for_status()?;
        let cookie =
            answer.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let channels =
            http.get(format!("{}/api/v1/channels", self.url)).header("cookie", cookie).send().await?;
        let channels: Value = channels.error_for_status()?.json().await?;
        Ok(channels["items"][0]["key"].as_str().ok_or("the server has no channel")?.to_owned())
    }

    /// A customer who has the widget open and says nothing.
    pub async fn connect(&self, http: &reqwest::Client, channel: &str) -> Result<Socket, Error> {
        let session =
            json!({ "channel_key": channel, "visitor_token": null, "identity": null, "consent": true });
        let answer = http.post(format!("{}/widget/v1/sessions", self.url)).json(&session).send().await?;
        let session: Value = answer.error_for_status()?.json().await?;
        let address = format!("{}/realtime", self.url.replacen("http", "ws", 1));
        let (mut socket, _) = connect_async_with_config(address, None, true).await?;
        say(&mut socket, &json!({ "type": "hello", "protocol": 1, "token": session["token"] })).await?;
        say(&mut socket, &json!({ "type": "subscribe", "id": "s", "topic": "self" })).await?;
        Ok(socket)
    }

    /// A customer who waits in the queue.
    async fn arrive(&self, http: &reqwest::Client, channel: &str) -> Result<Socket, Error> {
        let mut socket = self.connect(http, channel).await?;
        let handoff = json!({ "kind": "action", "action": "handoff" });
        say(&mut socket, &json!({ "type": "send", "id": "h", "client_id": "h", "content": handoff })).await?;
        loop {
            let frame = socket.next().await.ok_or("the connection ended")??;
            if frame.to_text()?.contains("\"handoff_") {
                return Ok(socket);
            }
        }
    }
}

/// Runs the senders on all threads.
async fn spread<F>(sending: Vec<F>) -> Result<Vec<(Vec<f64>, usize)>, Error>
where
    F: Future<Output = Result<(Vec<f64>, usize), Error>> + Send + 'static,
{
    let mut tasks = tokio::task::JoinSet::new();
    let mut parts: Vec<Vec<F>> = (0..8).map(|_| Vec::new()).collect();
    for (index, future) in sending.into_iter().enumerate() {
        parts[index % 8].push(future);
    }
    for part in parts {
        tasks.spawn(try_join_all(part));
    }
    let mut all = Vec::new();
    while let Some(part) = tasks.join_next().await {
        all.extend(part??);
    }
    Ok(all)
}

async fn say(socket: &mut Socket, frame: &Value) -> Result<(), Error> {
    Ok(socket.send(Frame::text(frame.to_string())).await?)
}

async fn send_until(mut socket: Socket, window: usize, until: Instant) -> Result<(Vec<f64>, usize), Error> {
    let mut waiting: HashMap<String, Instant> = HashMap::new();
    let (mut latencies, mut errors, mut sent) = (Vec::new(), 0, 0_u64);
    for _ in 0..window {
        post(&mut socket, &mut waiting, &mut sent).await?;
    }
    socket.flush().await?;
    while !waiting.is_empty() {
        let Some(frame) = socket.next().await else { break };
        let frame = frame?;
        let Ok(text) = frame.to_text() else { continue };
        if !text.contains("\"type\":\"ack\"") {
            errors += usize::from(text.contains("\"type\":\"error\""));
            continue;
        }
        let frame: Value = serde_json::from_str(text)?;
        if let Some(at) = frame["id"].as_str().and_then(|id| waiting.remove(id)) {
            latencies.push(at.elapsed().as_secs_f64() * 1_000.0);
            if Instant::now() < until {
                post(&mut socket, &mut waiting, &mut sent).await?;
                socket.flush().await?;
            }
        }
    }
    Ok((latencies, errors))
}

async fn post(
    socket: &mut Socket,
    waiting: &mut HashMap<String, Instant>,
    sent: &mut u64,
) -> Result<(), Error> {
    *sent += 1;
    let id = format!("m{sent}");
    let text = "你好，我想问一下我的订单什么时候能到，已经三天没有更新物流了";
    let frame = format!(
        r#"{{"type":"send","id":"{id}","client_id":"{id}","content":{{"kind":"text","text":"{text}"}}}}"#
    );
    waiting.insert(id, Instant::now());
    Ok(socket.feed(Frame::text(frame)).await?)
}
