//! How messages come in: once, in order, to the right conversation, from the right person.

use std::time::Duration;

use futures::future::join_all;
use yingda_conversations::messages::{self, MessageIn, Place};
use yingda_conversations::receiving;
use yingda_model::error::Conflict;
use yingda_model::{Content, Error, Status, Visibility};
use yingda_testkit::for_each_database;

use crate::desk::Desk;

#[tokio::test]
async fn the_same_client_id_is_stored_once() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store, environment).await;
        let visitor = desk.visitor().await;
        let first = desk.send_as(&visitor, "a", Content::text("你好")).await.expect("received");
        let again = desk.send_as(&visitor, "a", Content::text("你好")).await.expect("received");
        assert_eq!(first, again);
        assert_eq!(desk.messages(first.conversation_id).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn many_at_once_keep_one_conversation_and_one_row_of_numbers() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store, environment).await;
        let visitor = desk.visitor().await;
        let sends = (0..40).map(|n| {
            let (desk, visitor) = (&desk, &visitor);
            async move { desk.send_as(visitor, &format!("m{n}"), Content::text(format!("第{n}句"))).await }
        });
        let received: Vec<_> = join_all(sends).await.into_iter().map(|r| r.expect("received")).collect();
        let id = received[0].conversation_id;
        assert!(received.iter().all(|r| r.conversation_id == id));
        let seqs: Vec<_> = desk.messages(id).await.iter().map(|m| m.seq).collect();
        assert_eq!(seqs, (1..=40).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn a_message_within_a_day_reopens_and_a_later_one_begins_a_linked_conversation() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store, environment).await;
        let mut visitor = desk.visitor().await;
        let first = desk.say(&mut visitor, "你好").await.conversation_id;
        let ctx = desk.ctx(&visitor);
        yingda_conversations::visitor_conversations::end(&desk.store, &ctx, &visitor.customer, first)
            .await
            .expect("ended");
        desk.environment.advance(Duration::from_secs(23 * 3_600));
        assert_eq!(desk.say(&mut visitor, "还有个问题").await.conversation_id, first);
        assert_eq!(desk.conversation(first).await.status, Status::Open);

        let ctx = desk.ctx(&visitor);
        yingda_conversations::visitor_conversations::end(&desk.store, &ctx, &visitor.customer, first)
            .await
            .expect("ended");
        desk.environment.advance(Duration::from_secs(25 * 3_600));
        let second = desk.say(&mut visitor, "又来了").await.conversation_id;
        assert_ne!(second, first);
        assert_eq!(desk.conversation(second).await.previous_id, Some(first));
    })
    .await;
}

#[tokio::test]
async fn nobody_reads_or_ends_another_customers_conversation() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store, environment).await;
        let mut owner = desk.visitor().await;
        let stranger = desk.visitor().await;
        let id = desk.say(&mut owner, "我的订单").await.conversation_id;
        let ctx = desk.ctx(&stranger);
        let missed = messages::missed(&desk.store, &ctx, &stranger.customer, id, 0, 100).await;
        assert!(matches!(missed, Err(Error::NotFound { .. })));
        let ended =
            yingda_conversations::visitor_conversations::end(&desk.store, &ctx, &stranger.customer, id).await;
        assert!(matches!(ended, Err(Error::NotFound { .. })));
    })
    .await;
}

#[tokio::test]
async fn customers_can_not_send_what_only_the_bot_says() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store, environment).await;
        let visitor = desk.visitor().await;
        for content in [
            Content::RatingRequest {},
            Content::text(""),
            Content::text("字".repeat(8_001)),
            Content::Menu { text: "x".into(), options: Vec::new() },
        ] {
            let refused = desk.send_as(&visitor, "x", content).await;
            assert!(matches!(refused, Err(Error::Invalid(_))));
        }
    })
    .await;
}

#[tokio::test]
async fn notes_are_for_colleagues_only_and_replies_need_a_claim() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store.clone(), environment).await;
        let mut visitor = desk.visitor().await;
        let id = desk.say(&mut visitor, "你好").await.conversation_id;
        let agent = desk.member(&desk.company.agent);
        let note = MessageIn {
            client_id: "n".into(),
            content: Content::text("小心"),
            visibility: Visibility::Internal,
        };
        messages::create(&store, &agent, id, note).await.expect("a note needs no claim");
        let reply = MessageIn {
            client_id: "r".into(),
            content: Content::text("您好"),
            visibility: Visibility::Public,
        };
        let refused = messages::create(&store, &agent, id, reply.clone()).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::NotAssigned))));
        yingda_conversations::conversations::claim(&store, &agent, id).await.expect("claimed");
        messages::create(&store, &agent, id, reply.clone()).await.expect("replied");
        messages::create(&store, &agent, id, reply).await.expect("a retry is harmless");
        let seen = messages::missed(&store, &desk.ctx(&visitor), &visitor.customer, id, 0, 100)
            .await
            .expect("messages");
        assert!(seen.iter().all(|m| m.visibility == Visibility::Public && m.evidence.is_none()));
        assert_eq!(seen.iter().filter(|m| m.content == Content::text("您好")).count(), 1);
        let all = messages::list(&store, &agent, id, Place::After(0), 100).await.expect("messages");
        assert_eq!(
            all.items.iter().map(|m| m.seq).collect::<Vec<_>>(),
            (1..=all.items.len() as i64).collect::<Vec<_>>()
        );
    })
    .await;
}

#[tokio::test]
async fn first_messages_at_once_under_keys_of_their_own_are_all_stored() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store, environment).await;
        let visitor = desk.visitor().await;
        let sends = (0..12).map(|n| {
            let (desk, visitor) = (&desk, &visitor);
            async move {
                let mut ctx = desk.ctx(visitor);
                let key = format!("k{n}");
                ctx.idempotency =
                    Some(yingda_model::Idempotency { key: key.clone(), fingerprint: key.clone() });
                let inbound = receiving::Inbound {
                    client_id: key,
                    content: Content::text("你好"),
                    locale: yingda_model::Locale::ZhCn,
                    thread: String::new(),
                };
                let channel = &desk.company.channel;
                receiving::receive(&desk.store, &ctx, channel, &visitor.customer, None, inbound).await
            }
        });
        let received: Vec<_> = join_all(sends).await.into_iter().map(|r| r.expect("received")).collect();
        assert_eq!(desk.messages(received[0].conversation_id).await.len(), 12);
    })
    .await;
}

#[tokio::test]
async fn two_agents_may_use_the_same_client_id() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store.clone(), environment).await;
        let mut visitor = desk.visitor().await;
        let id = desk.say(&mut visitor, "你好").await.conversation_id;
        for member in [&desk.company.agent, &desk.company.colleague] {
            let content = Content::text(member.name.clone());
            let note = MessageIn { client_id: "1".into(), content, visibility: Visibility::Internal };
            messages::create(&store, &desk.member(member), id, note).await.expect("noted");
        }
        assert_eq!(desk.messages(id).await.len(), 3);
    })
    .await;
}
