//! What the bot does with what customers say.

use yingda_model::message::CustomerAction;
use yingda_model::{AuthorKind, BotReason, Content, Handler, Turn};
use yingda_testkit::for_each_database;

use crate::desk::Desk;

#[tokio::test]
async fn a_known_question_is_answered_with_its_evidence() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store, environment).await;
        let mut visitor = desk.visitor().await;
        let received = desk.say(&mut visitor, "怎么申请退货").await;
        desk.settle().await;
        let messages = desk.messages(received.conversation_id).await;
        let reply = messages.last().expect("a reply");
        assert!(matches!(&reply.content, Content::Answer { text, .. } if text.contains("七天")));
        let evidence = reply.evidence.as_ref().expect("evidence");
        assert_eq!(evidence.reason, BotReason::Confident);
        assert_eq!(evidence.question, "怎么申请退货");
        assert!(!evidence.matches.is_empty());
        let conversation = desk.conversation(received.conversation_id).await;
        assert_eq!((conversation.turn, conversation.waiting_since), (Turn::Customer, None));
    })
    .await;
}

#[tokio::test]
async fn handling_an_entry_twice_answers_once() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store.clone(), environment.clone()).await;
        let mut visitor = desk.visitor().await;
        let received = desk.say(&mut visitor, "运费谁来出").await;
        desk.settle().await;
        let before = desk.messages(received.conversation_id).await.len();
        desk.settle_again().await;
        assert_eq!(desk.messages(received.conversation_id).await.len(), before);
    })
    .await;
}

#[tokio::test]
async fn asking_for_a_person_waits_in_the_queue() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store, environment).await;
        for content in [Content::text("转人工"), Content::Action { action: CustomerAction::Handoff }] {
            let mut visitor = desk.visitor().await;
            let received = desk.send(&mut visitor, content).await;
            desk.settle().await;
            let conversation = desk.conversation(received.conversation_id).await;
            assert_eq!(conversation.handler, Handler::Queue);
            assert_eq!(conversation.queue_id, Some(desk.company.queue.id));
            assert!(conversation.waiting_since.is_some());
        }
    })
    .await;
}

#[tokio::test]
async fn what_waits_shows_what_the_customer_said_last() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store, environment).await;
        let mut visitor = desk.visitor().await;
        let id = desk.say(&mut visitor, "收到的屏幕有一条裂纹").await.conversation_id;
        desk.settle().await;
        desk.send(&mut visitor, Content::Action { action: CustomerAction::Handoff }).await;
        desk.settle().await;
        let waiting = desk.conversation(id).await;
        assert_eq!(waiting.handler, Handler::Queue);
        assert_eq!(waiting.preview.map(|preview| preview.text).as_deref(), Some("收到的屏幕有一条裂纹"));
    })
    .await;
}

#[tokio::test]
async fn a_choice_is_stored_in_the_words_that_were_offered() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store, environment).await;
        let mut visitor = desk.visitor().await;
        let id = desk.say(&mut visitor, "月球上能不能种水稻").await.conversation_id;
        desk.settle().await;
        let offered = desk.messages(id).await.pop().expect("a reply");
        let (Content::Menu { options, .. } | Content::Candidates { options, .. }) = &offered.content else {
            panic!("the bot offers nothing: {offered:?}");
        };
        let option = options.last().expect("an option").clone();
        let claimed =
            |option_id: &str| Content::Choice { option_id: option_id.into(), label: "Other".into() };
        let stored = desk.send(&mut visitor, claimed(&option.id)).await.message.content;
        assert_eq!(stored, Content::Choice { option_id: option.id, label: option.label });
        let never = desk.send_as(&visitor, "c9", claimed("faq_never")).await;
        assert!(matches!(never, Err(yingda_model::Error::Invalid(_))), "{never:?}");
    })
    .await;
}

#[tokio::test]
async fn unsure_twice_hands_off_and_is_remembered_as_unanswered() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store.clone(), environment).await;
        let mut visitor = desk.visitor().await;
        let received = desk.say(&mut visitor, "月球上能不能种水稻").await;
        desk.settle().await;
        assert_eq!(desk.conversation(received.conversation_id).await.handler, Handler::Bot);
        desk.say(&mut visitor, "火星基地招聘宇航员吗").await;
        desk.settle().await;
        assert_eq!(desk.conversation(received.conversation_id).await.handler, Handler::Queue);
        let filter = yingda_store::unanswered::Filter::default();
        let listed = store
            .read(move |tx| Ok(yingda_store::unanswered::list(tx, &filter, None, 10)?))
            .await
            .expect("a list");
        assert_eq!(listed.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_did_not_help_hands_off() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store, environment).await;
        let mut visitor = desk.visitor().await;
        let received = desk.say(&mut visitor, "电子发票在哪里下载").await;
        desk.settle().await;
        let answer = desk.messages(received.conversation_id).await.pop().expect("an answer");
        desk.send(&mut visitor, Content::Feedback { message_id: answer.id, helpful: false }).await;
        desk.settle().await;
        assert_eq!(desk.conversation(received.conversation_id).await.handler, Handler::Queue);
    })
    .await;
}

#[tokio::test]
async fn the_bot_is_silent_once_a_person_has_it() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store, environment).await;
        let mut visitor = desk.visitor().await;
        let received = desk.say(&mut visitor, "转人工").await;
        desk.settle().await;
        desk.say(&mut visitor, "怎么申请退货").await;
        desk.settle().await;
        let after = desk.messages(received.conversation_id).await;
        assert!(after.iter().filter(|m| m.author.kind == AuthorKind::Bot).count() <= 1);
    })
    .await;
}
