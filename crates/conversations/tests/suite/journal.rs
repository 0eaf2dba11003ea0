//! What the journal tells of a conversation's way from the bot to people and to its end: numbers are made of nothing else.

use std::time::Duration;

use yingda_conversations::messages::{self, MessageIn};
use yingda_conversations::ratings::{self, RatingIn};
use yingda_conversations::{conversations, visitor_conversations};
use yingda_model::conversation::{Ending, HandoffReason, ReplacedRating};
use yingda_model::{Content, ConversationId, Event, Visibility};
use yingda_testkit::for_each_database;

use crate::desk::Desk;

async fn events(desk: &Desk, id: ConversationId) -> Vec<Event> {
    let subject = id.to_string();
    let entries = desk
        .store
        .read(move |tx| Ok(yingda_store::journal::of_subject(tx, &subject, 0, 1_000)?))
        .await
        .expect("a read");
    entries.into_iter().map(|entry| entry.event).collect()
}

async fn say(desk: &Desk, id: ConversationId, text: &str, visibility: Visibility) {
    let agent = desk.member(&desk.company.agent);
    let input = MessageIn { client_id: text.into(), content: Content::text(text), visibility };
    messages::create(&desk.store, &agent, id, input).await.expect("said");
}

/// Why, how long, and how it ended, in the order in which it happened.
#[derive(Debug, PartialEq)]
enum Told {
    Queued(Option<HandoffReason>),
    Assigned(Option<HandoffReason>, Option<i64>),
    FirstReply(i64),
    Resolved(Option<Ending>),
}

async fn told(desk: &Desk, id: ConversationId) -> Vec<Told> {
    let tell = |event| match event {
        Event::ConversationQueued { handoff, .. } => Some(Told::Queued(handoff)),
        Event::ConversationAssigned { handoff, waited_ms, .. } => Some(Told::Assigned(handoff, waited_ms)),
        Event::MessageSent { first_reply_ms: Some(took), .. } => Some(Told::FirstReply(took)),
        Event::ConversationResolved { ending, .. } => Some(Told::Resolved(ending)),
        _ => None,
    };
    events(desk, id).await.into_iter().filter_map(tell).collect()
}

#[tokio::test]
async fn each_way_to_people_and_back_says_why_and_how_long() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store.clone(), environment.clone()).await;
        let agent = desk.member(&desk.company.agent);
        let mut visitor = desk.visitor().await;
        let id = desk.say(&mut visitor, "转人工").await.conversation_id;
        desk.settle().await;
        environment.advance(Duration::from_secs(30));
        conversations::claim(&store, &desk.member(&desk.company.agent), id).await.expect("claimed");
        environment.advance(Duration::from_secs(5));
        say(&desk, id, "内部：老客户", Visibility::Internal).await;
        environment.advance(Duration::from_secs(5));
        say(&desk, id, "您好", Visibility::Public).await;
        say(&desk, id, "请讲", Visibility::Public).await;
        conversations::resolve(&store, &agent, id).await.expect("resolved");

        environment.advance(Duration::from_secs(60));
        desk.say(&mut visitor, "还有一个问题").await;
        conversations::claim(&store, &desk.member(&desk.company.agent), id).await.expect("claimed again");
        conversations::hand_back(&store, &agent, id).await.expect("handed back");
        visitor_conversations::end(&store, &desk.ctx(&visitor), &visitor.customer, id).await.expect("ended");
        let wanted = [
            Told::Queued(Some(HandoffReason::AskedForHuman)),
            Told::Assigned(None, Some(30_000)),
            Told::FirstReply(40_000),
            Told::Resolved(Some(Ending::Agent)),
            Told::Queued(Some(HandoffReason::Returned)),
            Told::Assigned(None, Some(0)),
            Told::Resolved(Some(Ending::Agent)),
        ];
        assert_eq!(told(&desk, id).await, wanted);
    })
    .await;
}

#[tokio::test]
async fn an_end_says_who_had_it() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store.clone(), environment).await;
        let mut alone = desk.visitor().await;
        let id = desk.say(&mut alone, "怎么申请退货？").await.conversation_id;
        desk.settle().await;
        visitor_conversations::end(&store, &desk.ctx(&alone), &alone.customer, id).await.expect("ended");
        assert_eq!(told(&desk, id).await, [Told::Resolved(Some(Ending::BotOnly))]);

        let mut impatient = desk.visitor().await;
        let id = desk.say(&mut impatient, "转人工").await.conversation_id;
        desk.settle().await;
        visitor_conversations::end(&store, &desk.ctx(&impatient), &impatient.customer, id)
            .await
            .expect("ended");
        let wanted =
            [Told::Queued(Some(HandoffReason::AskedForHuman)), Told::Resolved(Some(Ending::Abandoned))];
        assert_eq!(told(&desk, id).await, wanted);

        let mut lucky = desk.visitor().await;
        let id = desk.say(&mut lucky, "怎么申请退货？").await.conversation_id;
        conversations::claim(&store, &desk.member(&desk.company.agent), id).await.expect("claimed");
        assert_eq!(told(&desk, id).await, [Told::Assigned(Some(HandoffReason::TakenOver), None)]);
    })
    .await;
}

#[tokio::test]
async fn a_rating_says_which_one_it_takes_the_place_of() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store.clone(), environment.clone()).await;
        let mut visitor = desk.visitor().await;
        let id = desk.say(&mut visitor, "在吗").await.conversation_id;
        let (ctx, customer) = (desk.ctx(&visitor), visitor.customer.clone());
        visitor_conversations::end(&store, &ctx, &customer, id).await.expect("ended");
        let first = environment.now();
        for score in [2, 5] {
            let ctx = desk.ctx(&visitor);
            let rating = RatingIn { score, comment: None };
            ratings::create(&store, &ctx, &customer, id, rating).await.expect("rated");
            environment.advance(Duration::from_secs(60));
        }
        let replaced = |event| match event {
            Event::ConversationRated { score, replaces, .. } => Some((score, replaces)),
            _ => None,
        };
        let told: Vec<_> = events(&desk, id).await.into_iter().filter_map(replaced).collect();
        assert_eq!(told, [(2, None), (5, Some(ReplacedRating { score: 2, at: first }))]);
    })
    .await;
}
