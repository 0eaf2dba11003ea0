//! How a conversation moves along its axes, and what that does to the agents' load.

use std::time::Duration;

use yingda_conversations::conversations::{self, Destination, ToMember};
use yingda_conversations::ratings::{self, RatingIn};
use yingda_conversations::snoozes;
use yingda_model::error::Conflict;
use yingda_model::{Content, Error, Handler, NoticeCode, Presence, Status};
use yingda_testkit::for_each_database;

use crate::desk::Desk;

#[tokio::test]
async fn claim_transfer_resolve_and_rate() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store.clone(), environment).await;
        let mut visitor = desk.visitor().await;
        let id = desk.say(&mut visitor, "转人工").await.conversation_id;
        desk.settle().await;
        let (agent, colleague) = (desk.member(&desk.company.agent), desk.member(&desk.company.colleague));
        conversations::claim(&store, &agent, id).await.expect("claimed");
        assert_eq!(desk.load(&desk.company.agent).await, 1);
        let to = Destination::Member(ToMember { member_id: desk.company.colleague.id });
        conversations::transfer(&store, &agent, id, to, Some("老客户".into())).await.expect("transferred");
        assert_eq!((desk.load(&desk.company.agent).await, desk.load(&desk.company.colleague).await), (0, 1));
        let refused = conversations::resolve(&store, &agent, id).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })), "it is the colleague's now");
        conversations::resolve(&store, &colleague, id).await.expect("resolved");
        assert_eq!(desk.load(&desk.company.colleague).await, 0);
        let again = conversations::resolve(&store, &colleague, id).await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::AlreadyResolved))));
        let rating = RatingIn { score: 5, comment: Some("很快".into()) };
        let rated =
            ratings::create(&store, &desk.ctx(&visitor), &visitor.customer, id, rating).await.expect("rated");
        assert_eq!(rated.rating.map(|r| r.score), Some(5));
        let last = desk.messages(id).await.pop().expect("messages");
        assert!(matches!(last.content, Content::Notice { code: NoticeCode::Rating, .. }));
    })
    .await;
}

#[tokio::test]
async fn capacity_is_a_limit_also_for_claims() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store.clone(), environment).await;
        let agent = desk.member(&desk.company.agent);
        let member = desk.company.agent.id;
        let capacity = store
            .read(move |tx| Ok(yingda_store::agents::lookup(tx, member)?))
            .await
            .expect("a read")
            .expect("an agent")
            .capacity;
        for n in 0..=capacity {
            let mut visitor = desk.visitor().await;
            let id = desk.say(&mut visitor, "在吗").await.conversation_id;
            let claimed = conversations::claim(&store, &agent, id).await;
            if n < capacity {
                claimed.expect("room");
            } else {
                assert!(matches!(claimed, Err(Error::Conflict(Conflict::OverCapacity))));
            }
        }
        assert_eq!(desk.load(&desk.company.agent).await, capacity);
    })
    .await;
}

#[tokio::test]
async fn a_snoozed_conversation_frees_its_agent_and_comes_back_in_time() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store.clone(), environment.clone()).await;
        let mut visitor = desk.visitor().await;
        let id = desk.say(&mut visitor, "明天再说").await.conversation_id;
        let agent = desk.member(&desk.company.agent);
        conversations::claim(&store, &agent, id).await.expect("claimed");
        let until = environment.now().plus(Duration::from_secs(3_600));
        conversations::snooze(&store, &agent, id, until).await.expect("snoozed");
        assert_eq!(desk.load(&desk.company.agent).await, 0);
        snoozes::wake_once(&store, &environment.environment()).await.expect("looked");
        assert_eq!(desk.conversation(id).await.status, Status::Snoozed);
        environment.advance(Duration::from_secs(3_601));
        snoozes::wake_once(&store, &environment.environment()).await.expect("woken");
        assert_eq!(desk.conversation(id).await.status, Status::Open);
        assert_eq!(desk.load(&desk.company.agent).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_customer_who_comes_back_returns_to_their_agent_or_the_queue() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store.clone(), environment).await;
        let agent = desk.member(&desk.company.agent);
        for (presence, handler) in [(Presence::Online, Handler::Agent), (Presence::Offline, Handler::Queue)] {
            let mut visitor = desk.visitor().await;
            let id = desk.say(&mut visitor, "你好").await.conversation_id;
            conversations::claim(&store, &agent, id).await.expect("claimed");
            conversations::resolve(&store, &agent, id).await.expect("resolved");
            desk.presence(&desk.company.agent, presence).await;
            desk.say(&mut visitor, "还有一件事").await;
            assert_eq!(desk.conversation(id).await.handler, handler);
            desk.settle().await;
        }
    })
    .await;
}

#[tokio::test]
async fn handing_back_lets_the_bot_answer_again() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store.clone(), environment).await;
        let mut visitor = desk.visitor().await;
        let id = desk.say(&mut visitor, "转人工").await.conversation_id;
        desk.settle().await;
        let agent = desk.member(&desk.company.agent);
        conversations::claim(&store, &agent, id).await.expect("claimed");
        conversations::hand_back(&store, &agent, id).await.expect("handed back");
        desk.say(&mut visitor, "运费谁来出？").await;
        desk.settle().await;
        let last = desk.messages(id).await.pop().expect("messages");
        assert!(matches!(last.content, Content::Answer { .. }));
        assert_eq!(desk.load(&desk.company.agent).await, 0);
    })
    .await;
}
