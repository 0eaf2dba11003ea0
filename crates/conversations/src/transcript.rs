//! A conversation as plain text, to keep or to send: public messages only, times in the server's zone of the reader.

use std::fmt::Write as _;

use jiff::tz::TimeZone;
use yingda_model::{
    AuthorKind, Content, Conversation, ConversationId, Ctx, Customer, Error, Locale, Message, NoticeCode,
    Permission, Result, Timestamp, Visibility,
};
use yingda_store::{Store, conversations, messages};

/// Messages of the longest transcript.
const MAX_MESSAGES: usize = 5_000;

/// The transcript of a conversation, for an agent.
pub async fn for_agent(
    store: &Store,
    ctx: &Ctx,
    id: ConversationId,
    locale: Locale,
    zone: &TimeZone,
) -> Result<String> {
    let reach = ctx.reach(Permission::ConversationRead)?;
    let (conversation, said) = load(store, id).await?;
    if !reach.covers(&conversation.subject()) {
        return Err(Error::not_found("conversation", id));
    }
    Ok(text(&conversation, &said, locale, zone))
}

/// The transcript of one of a customer's own conversations.
pub async fn for_customer(
    store: &Store,
    ctx: &Ctx,
    customer: &Customer,
    id: ConversationId,
    locale: Locale,
    zone: &TimeZone,
) -> Result<String> {
    ctx.customer()?;
    let (conversation, said) = load(store, id).await?;
    if conversation.customer.id != customer.id {
        return Err(Error::not_found("conversation", id));
    }
    Ok(text(&conversation, &said, locale, zone))
}

async fn load(store: &Store, id: ConversationId) -> Result<(Conversation, Vec<Message>)> {
    store
        .read(move |tx| {
            let record =
                conversations::lookup(tx, id)?.ok_or_else(|| Error::not_found("conversation", id))?;
            Ok((record.conversation, messages::after(tx, id, 0, MAX_MESSAGES)?))
        })
        .await
}

fn text(conversation: &Conversation, said: &[Message], locale: Locale, zone: &TimeZone) -> String {
    let chinese = locale == Locale::ZhCn;
    let mut out = String::new();
    let title = if chinese { "会话记录" } else { "Transcript" };
    _ = writeln!(out, "{title} · {} · {}\n", conversation.channel.name, time(conversation.opened_at, zone));
    for message in said.iter().filter(|message| message.visibility == Visibility::Public) {
        let line = line(&message.content, chinese);
        if !line.is_empty() {
            _ = writeln!(out, "[{}] {}: {line}", time(message.created_at, zone), author(message, chinese));
        }
    }
    out
}

fn time(at: Timestamp, zone: &TimeZone) -> String {
    match jiff::Timestamp::from_millisecond(at.millis()) {
        Ok(at) => at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        Err(_) => at.millis().to_string(),
    }
}

fn author(message: &Message, chinese: bool) -> String {
    let kind = match (message.author.kind, chinese) {
        (AuthorKind::Customer, true) => "我",
        (AuthorKind::Customer, false) => "Me",
        (AuthorKind::Bot, true) => "智能客服",
        (AuthorKind::Bot, false) => "Bot",
        (AuthorKind::Agent, true) => "人工客服",
        (AuthorKind::Agent, false) => "Agent",
        (AuthorKind::System, true) => "系统",
        (AuthorKind::System, false) => "System",
    };
    match (&message.author.name, message.author.kind) {
        (Some(name), AuthorKind::Agent) => name.clone(),
        _ => kind.to_owned(),
    }
}

fn line(content: &Content, chinese: bool) -> String {
    match content {
        Content::Image { attachment, text } | Content::File { attachment, text } => {
            let words = text.as_deref().unwrap_or_default();
            format!("[{}] {words}", attachment.name).trim_end().to_owned()
        }
        Content::Candidates { text, options } | Content::Menu { text, options } => {
            let labels: Vec<_> = options.iter().map(|option| format!("  - {}", option.label)).collect();
            format!("{text}\n{}", labels.join("\n"))
        }
        Content::Feedback { helpful, .. } => match (helpful, chinese) {
            (true, true) => "有帮助".into(),
            (true, false) => "That helped".into(),
            (false, true) => "没帮助".into(),
            (false, false) => "That did not help".into(),
        },
        Content::Action { .. } => if chinese { "转人工" } else { "I'd like to talk to a person" }.into(),
        Content::Notice { code, params } => {
            notice(*code, params.get("name").map(String::as_str).unwrap_or_default(), chinese)
        }
        Content::RatingRequest {} => String::new(),
        other => other.words().to_owned(),
    }
}

fn notice(code: NoticeCode, name: &str, chinese: bool) -> String {
    let text = match (code, chinese) {
        (NoticeCode::HandoffQueued, true) => "正在为您转接人工客服",
        (NoticeCode::HandoffQueued, false) => "Looking for a person to help you",
        (NoticeCode::HandoffOffline, true) => "人工客服暂时不在线，上线后会尽快回复",
        (NoticeCode::HandoffOffline, false) => "Nobody is online; we will answer as soon as we are back",
        (NoticeCode::AgentJoined | NoticeCode::Transferred, true) => return format!("{name} 为您服务"),
        (NoticeCode::AgentJoined | NoticeCode::Transferred, false) => {
            return format!("{name} is here to help");
        }
        (NoticeCode::HandedBack, true) => "已转回智能客服",
        (NoticeCode::HandedBack, false) => "The bot has taken over again",
        (NoticeCode::Resolved | NoticeCode::ResolvedByCustomer, true) => "会话已结束",
        (NoticeCode::Resolved | NoticeCode::ResolvedByCustomer, false) => "The conversation has ended",
        (NoticeCode::Continued, true) => "在另一个会话中继续",
        (NoticeCode::Continued, false) => "It goes on in another conversation",
        (NoticeCode::Reopened, true) => "会话已重新打开",
        (NoticeCode::Reopened, false) => "The conversation was reopened",
        (NoticeCode::Rating, _) => "",
    };
    text.to_owned()
}
