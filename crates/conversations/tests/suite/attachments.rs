//! Files go with the conversation in which they were sent, and with nothing else.

use std::sync::Arc;
use std::time::Duration;

use yingda_conversations::{attachments, conversations, messages};
use yingda_model::{Attachment, Content, Ctx, Error, Idempotency, Presence, Result, Visibility};
use yingda_testkit::for_each_database;

use crate::desk::Desk;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

async fn upload(desk: &Desk, ctx: &Ctx) -> Attachment {
    let made = attachments::create(&desk.store, ctx, "图.png", "image/png", Arc::from(PNG)).await;
    made.expect("the file is kept")
}

fn image(attachment: Attachment) -> Content {
    Content::Image { attachment, text: None }
}

fn refused<T>(answer: &Result<T>) -> bool {
    matches!(answer, Err(Error::NotFound { .. }))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customers_file_is_theirs_and_of_who_reads_the_conversation() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store, environment).await;
        let (mut lin, stranger) = (desk.visitor().await, desk.visitor().await);
        let file = upload(&desk, &desk.ctx(&lin)).await;
        assert!(file.url.starts_with("/widget/v1/attachments/att_"));
        let agent = desk.member(&desk.company.agent);
        assert!(refused(&attachments::lookup(&desk.store, &agent, file.id).await), "not sent yet");
        assert!(desk.send_as(&stranger, "theft", image(file.clone())).await.is_err());
        desk.send(&mut lin, image(file.clone())).await;
        let seen = attachments::lookup(&desk.store, &agent, file.id).await.expect("the agent sees it");
        assert_eq!((seen.content.as_slice(), seen.shown), (PNG, true));
        assert!(attachments::lookup(&desk.store, &desk.ctx(&lin), file.id).await.is_ok());
        assert!(refused(&attachments::lookup(&desk.store, &desk.ctx(&stranger), file.id).await));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_gets_an_agents_file_but_not_one_from_a_note() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store, environment).await;
        let mut lin = desk.visitor().await;
        let id = desk.say(&mut lin, "在吗").await.conversation_id;
        let agent = desk.member(&desk.company.agent);
        let member = desk.company.agent.id;
        yingda_conversations::presence::update(&desk.store, &agent, member, Presence::Online)
            .await
            .expect("is there");
        conversations::claim(&desk.store, &agent, id).await.expect("claims");
        let mut sent = Vec::new();
        for (client_id, visibility) in [("a", Visibility::Public), ("b", Visibility::Internal)] {
            let file = upload(&desk, &agent).await;
            let content = image(file.clone());
            let input = messages::MessageIn { client_id: client_id.into(), content, visibility };
            messages::create(&desk.store, &agent, id, input).await.expect("sends");
            sent.push(file.id);
        }
        let lin = desk.ctx(&lin);
        assert!(attachments::lookup(&desk.store, &lin, sent[0]).await.is_ok());
        assert!(refused(&attachments::lookup(&desk.store, &lin, sent[1]).await));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_comes_back_whole_and_a_retry_makes_no_second() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store, environment).await;
        let mut ctx = desk.member(&desk.company.agent);
        ctx.idempotency = Some(Idempotency { key: "once".into(), fingerprint: "a".into() });
        let content: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
        let mut made = Vec::new();
        for _ in 0..2 {
            let content = Arc::from(content.as_slice());
            made.push(attachments::create(&desk.store, &ctx, "a.bin", "", content).await.expect("kept").id);
        }
        assert_eq!(made[0], made[1]);
        let file = attachments::lookup(&desk.store, &ctx, made[0]).await.expect("there");
        assert!(file.content == content, "the bytes are not what was sent");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_sent_within_a_day_is_forgotten_and_what_is_sent_stays() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store, environment).await;
        let mut lin = desk.visitor().await;
        let (sent, unsent) = (upload(&desk, &desk.ctx(&lin)).await, upload(&desk, &desk.ctx(&lin)).await);
        desk.send(&mut lin, image(sent.clone())).await;
        let mut ctx = desk.ctx(&lin);
        attachments::forget_unsent(&desk.store, &ctx).await.expect("looks");
        assert!(attachments::lookup(&desk.store, &ctx, unsent.id).await.is_ok(), "the day is not over");
        ctx.now = ctx.now.plus(Duration::from_hours(25));
        attachments::forget_unsent(&desk.store, &ctx).await.expect("forgets");
        assert!(refused(&attachments::lookup(&desk.store, &ctx, unsent.id).await));
        assert!(attachments::lookup(&desk.store, &ctx, sent.id).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_uploads_so_much_a_day_and_no_more() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store, environment).await;
        let lin = desk.visitor().await;
        for _ in 0..100 {
            upload(&desk, &desk.ctx(&lin)).await;
        }
        let mut ctx = desk.ctx(&lin);
        let more = attachments::create(&desk.store, &ctx, "图.png", "image/png", Arc::from(PNG)).await;
        assert!(matches!(more, Err(Error::RateLimited { .. })), "{more:?}");
        ctx.now = ctx.now.plus(Duration::from_hours(25));
        upload(&desk, &ctx).await;
    })
    .await;
}
