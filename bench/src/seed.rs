//! Ninety days of a busy shop, written straight into a store's file: conversations with their messages, customers, and a
//! journal whose chain holds. What a server would have stored, without a server that takes days to store it.

use std::path::PathBuf;

use clap::Args;
use rusqlite::{Connection, Transaction, params};
use sha2::{Digest as _, Sha256};
use yingda_model::id::{Id, uuid_v7};
use yingda_model::{
    Axes, BrandId, ChannelId, Clock as _, ConversationId, CustomerId, Event, Handler, MemberId, MessageId,
    QueueId, Status, SystemClock, TeamId, Timestamp, Turn,
};
use yingda_store::journal::{Fields, Hash, chain};

type Error = Box<dyn std::error::Error + Send + Sync>;

const DAY: i64 = 86_400_000;
/// Messages of a conversation.
const MESSAGES: i64 = 10;
/// Conversations of a customer.
const OF_A_CUSTOMER: i64 = 3;
/// Of so many conversations one is still open.
const OPEN: i64 = 1_000;

const SAID: [(&str, &str); 5] = [
    ("customer", "你好，我想问一下我的订单什么时候能到，已经三天没有更新物流了"),
    ("bot", "您好！发货后一般 2–4 天送达，偏远地区会多 1–2 天。您可以在订单页查看物流。"),
    ("customer", "物流一直停在中转站，能帮我催一下吗？订单号 XH20260014131"),
    ("agent", "好的，已经帮您联系快递核实，今天下班前会有结果，请您留意短信。"),
    ("customer", "谢谢，麻烦尽快处理"),
];

/// Fills a store of the demo company, on which no server runs.
#[derive(Debug, Args)]
pub struct SeedArgs {
    /// The SQLite file
    #[arg(long)]
    file: PathBuf,
    /// Conversations
    #[arg(long, default_value_t = 3_000_000)]
    conversations: i64,
    /// Over how many days, up to now
    #[arg(long, default_value_t = 90)]
    days: i64,
}

/// Runs the command.
pub fn run(args: &SeedArgs) -> Result<(), Error> {
    let connection = Connection::open(&args.file)?;
    // Whoever is interrupted begins anew with an empty file.
    connection
        .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000")?;
    let shop = Shop::read(&connection)?;
    let mut connection = connection;
    let transaction = connection.transaction()?;
    let mut seed = Seed::new(&transaction, shop)?;
    let now = SystemClock.now().millis();
    let begin = now - args.days * DAY;
    for number in 0..args.conversations {
        let at = begin + number * (args.days * DAY) / args.conversations;
        seed.conversation(&transaction, number, at)?;
    }
    seed.finish(&transaction)?;
    transaction.commit()?;
    connection.execute_batch("PRAGMA journal_mode = WAL")?;
    Ok(())
}

/// Where everything happens.
struct Shop {
    brand: BrandId,
    /// Channels with their queue and its team.
    channels: Vec<(ChannelId, QueueId, TeamId)>,
    agents: Vec<MemberId>,
}

impl Shop {
    fn read(connection: &Connection) -> Result<Self, Error> {
        let brand: String = connection.query_row("SELECT id FROM brands LIMIT 1", [], |row| row.get(0))?;
        let mut channels = Vec::new();
        let mut statement = connection.prepare(
            "SELECT c.id, q.id, q.team_id FROM channels c JOIN queues q ON q.brand_id = c.brand_id ORDER BY q.id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let word = |index| row.get::<_, String>(index);
            channels.push((word(0)?.parse()?, word(1)?.parse()?, word(2)?.parse()?));
        }
        let mut statement = connection.prepare("SELECT id FROM members WHERE role = 'agent' ORDER BY id")?;
        let agents = statement.query_map([], |row| row.get::<_, String>(0))?;
        let agents = agents.map(|id| Ok(id?.parse()?)).collect::<Result<Vec<MemberId>, Error>>()?;
        Ok(Self { brand: brand.parse()?, channels, agents })
    }
}

struct Seed {
    shop: Shop,
    position: i64,
    hash: Hash,
    messages: i64,
    customer: Option<CustomerId>,
}

impl Seed {
    fn new(transaction: &Transaction<'_>, shop: Shop) -> Result<Self, Error> {
        let (position, hash) = transaction.query_row(
            "SELECT position, hash FROM journal_heads WHERE partition = 0",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Self { shop, position, hash, messages: 0, customer: None })
    }

    fn conversation(&mut self, tx: &Transaction<'_>, number: i64, at: i64) -> Result<(), Error> {
        let (channel, queue, team) = self.shop.channels[number as usize % self.shop.channels.len()];
        let agent = self.shop.agents[number as usize % self.shop.agents.len()];
        let customer = self.customer(tx, number, at)?;
        let id: ConversationId = id(at, number);
        let waits = number % OPEN == 0;
        let handler = if waits { Handler::Queue } else { Handler::Agent };
        let axes = Axes {
            status: Status::Open,
            handler,
            turn: Turn::Us,
            team_id: team,
            queue_id: waits.then_some(queue),
            member_id: (!waits).then_some(agent),
        };
        let opened = Event::ConversationOpened {
            conversation_id: id,
            customer_id: customer,
            channel_id: channel,
            previous_id: None,
            after: axes,
        };
        self.journal(tx, &opened, &id.to_string(), &customer.to_string(), at, None)?;
        let mut last = at;
        for seq in 1..=MESSAGES {
            last = at + seq * 20_000;
            self.message(tx, id, customer, agent, seq, last, axes)?;
        }
        let resolved = Axes { status: Status::Resolved, turn: Turn::Customer, ..axes };
        if !waits {
            let event = Event::ConversationResolved {
                conversation_id: id,
                customer_id: customer,
                before: axes,
                after: resolved,
                ending: None,
            };
            self.journal(tx, &event, &id.to_string(), &agent.to_string(), last, None)?;
        }
        let status = if waits { Status::Open } else { Status::Resolved };
        tx.prepare_cached(
            "INSERT INTO conversations (id, brand_id, team_id, channel_id, customer_id, thread, status, handler, turn, member_id, \
             queue_id, last_seq, read_seq, customer_read_seq, bot_seq, bot_state, preview_author, preview_text, preview_at, \
             opened_at, last_message_at, waiting_since, queued_at, resolved_at, rating_score, rated_at, locale, version) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'us', ?9, ?10, ?11, ?11, ?11, ?11, '{}', 'customer', ?12, ?13, ?14, ?13, \
             ?15, ?15, ?16, ?17, ?18, 'zh-CN', 1)",
        )?
        .execute(params![
            id.to_string(),
            self.shop.brand.to_string(),
            team.to_string(),
            channel.to_string(),
            customer.to_string(),
            format!("seed{number}"),
            status.as_str(),
            handler.as_str(),
            axes.member_id.map(|id| id.to_string()),
            axes.queue_id.map(|id| id.to_string()),
            MESSAGES,
            SAID[(MESSAGES as usize - 1) % SAID.len()].1,
            last,
            at,
            waits.then_some(last),
            (!waits).then_some(last),
            (!waits && number % 5 == 0).then_some(number % 5 + 1),
            (!waits && number % 5 == 0).then_some(last),
        ])?;
        Ok(())
    }

    /// The customer of a conversation; a new one every few.
    fn customer(&mut self, tx: &Transaction<'_>, number: i64, at: i64) -> Result<CustomerId, Error> {
        if let Some(customer) = self.customer.filter(|_| number % OF_A_CUSTOMER != 0) {
            return Ok(customer);
        }
        let customer: CustomerId = id(at, number);
        self.customer = Some(customer);
        let name = format!("访客 {number:X}");
        tx.prepare_cached(
            "INSERT INTO customers (id, brand_id, name, search, locale, attributes, note, known, conversation_count, created_at, \
             last_seen_at, version) VALUES (?1, ?2, ?3, ?4, 'zh-CN', '{}', '', 0, ?5, ?6, ?6, 1)",
        )?
        .execute(params![
            customer.to_string(),
            self.shop.brand.to_string(),
            name,
            name.to_lowercase(),
            OF_A_CUSTOMER,
            at
        ])?;
        Ok(customer)
    }

    #[expect(clippy::too_many_arguments, reason = "the columns of a message")]
    fn message(
        &mut self,
        tx: &Transaction<'_>,
        conversation: ConversationId,
        customer: CustomerId,
        agent: MemberId,
        seq: i64,
        at: i64,
        axes: Axes,
    ) -> Result<(), Error> {
        self.messages += 1;
        let message: MessageId = id(at, self.messages);
        let (author, text) = SAID[(seq as usize - 1) % SAID.len()];
        let content = format!(r#"{{"kind":"text","text":"{text}"}}"#);
        let author_id = match author {
            "customer" => Some(customer.to_string()),
            "agent" => Some(agent.to_string()),
            _ => None,
        };
        let client = (author == "customer").then(|| format!("c{seq}"));
        tx.prepare_cached(
            "INSERT INTO messages (conversation_id, seq, id, author_kind, author_id, author_name, visibility, content, client_id, \
             created_at) VALUES (?1, ?2, ?3, ?4, ?5, '访客', 'public', ?6, ?7, ?8)",
        )?
        .execute(params![conversation.to_string(), seq, message.to_string(), author, author_id, content, client, at])?;
        let (message_id, conversation_id, customer_id) = (message, conversation, customer);
        let event = if author == "customer" {
            Event::MessageReceived {
                message_id,
                conversation_id,
                customer_id,
                seq,
                before: axes,
                after: axes,
            }
        } else {
            Event::MessageSent {
                message_id,
                conversation_id,
                customer_id,
                seq,
                before: axes,
                after: axes,
                first_reply_ms: None,
            }
        };
        let actor = author_id.unwrap_or_else(|| "bot".into());
        self.journal(tx, &event, &conversation.to_string(), &actor, at, Some(&content))
    }

    fn journal(
        &mut self,
        tx: &Transaction<'_>,
        event: &Event,
        subject: &str,
        actor: &str,
        at: i64,
        personal: Option<&str>,
    ) -> Result<(), Error> {
        self.position += 1;
        let salt = personal.map(|_| self.position.to_be_bytes().repeat(2));
        let commitment = match (&salt, personal) {
            (Some(salt), Some(personal)) => {
                Sha256::new().chain_update(salt).chain_update(personal.as_bytes()).finalize().to_vec()
            }
            _ => Vec::new(),
        };
        let (data, brand) = (serde_json::to_string(event)?, self.shop.brand.to_string());
        let fields = Fields {
            partition: 0,
            position: self.position,
            at,
            name: event.name(),
            subject,
            brand: &brand,
            actor,
            trace: "seed",
            data: &data,
            commitment: &commitment,
        };
        self.hash = chain(&self.hash, &fields);
        tx.prepare_cached(
            "INSERT INTO journal (partition, position, at, name, subject, brand_id, actor, trace, data, commitment, salt, personal, \
             hash) VALUES (0, ?1, ?2, ?3, ?4, ?5, ?6, 'seed', ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            self.position,
            at,
            event.name(),
            subject,
            brand,
            actor,
            data,
            commitment,
            salt,
            personal,
            self.hash
        ])?;
        Ok(())
    }

    /// Says how far the journal goes, and that those who follow it have read it, as on the evening of a day.
    fn finish(&self, tx: &Transaction<'_>) -> Result<(), Error> {
        tx.execute(
            "UPDATE journal_heads SET position = ?1, hash = ?2 WHERE partition = 0",
            params![self.position, self.hash],
        )?;
        tx.execute("UPDATE cursors SET position = ?1", params![self.position])?;
        Ok(())
    }
}

/// An id given at a time, different for each number.
fn id<I: Id>(at: i64, number: i64) -> I {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    I::from_uuid(uuid_v7(Timestamp::from_millis(at), random))
}
