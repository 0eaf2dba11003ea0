//! Who gets what waits.

use std::time::Duration;

use futures::future::join_all;
use yingda_conversations::conversations;
use yingda_model::{Handler, NoticeCode, Presence};
use yingda_testkit::for_each_database;

use crate::desk::Desk;

#[tokio::test]
async fn an_agent_who_comes_online_gets_who_waits_longest() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store.clone(), environment.clone()).await;
        let mut waiting = Vec::new();
        for _ in 0..3 {
            let mut visitor = desk.visitor().await;
            waiting.push(desk.say(&mut visitor, "转人工").await.conversation_id);
            desk.settle().await;
            environment.advance(Duration::from_secs(10));
        }
        let offline = desk.messages(waiting[0]).await;
        assert!(offline.iter().any(|m| matches!(
            m.content,
            yingda_model::Content::Notice { code: NoticeCode::HandoffOffline, .. }
        )));
        desk.presence(&desk.company.agent, Presence::Online).await;
        desk.settle().await;
        for id in waiting {
            let conversation = desk.conversation(id).await;
            assert_eq!(conversation.handler, Handler::Agent);
            assert_eq!(conversation.member.map(|m| m.id), Some(desk.company.agent.id));
        }
    })
    .await;
}

#[tokio::test]
async fn work_goes_to_the_agent_who_has_been_idle_longest() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store.clone(), environment.clone()).await;
        desk.presence(&desk.company.colleague, Presence::Online).await;
        environment.advance(Duration::from_secs(60));
        desk.presence(&desk.company.agent, Presence::Online).await;
        desk.settle().await;
        let mut holders = Vec::new();
        for _ in 0..2 {
            environment.advance(Duration::from_secs(1));
            let mut visitor = desk.visitor().await;
            let id = desk.say(&mut visitor, "我要找真人客服").await.conversation_id;
            desk.settle().await;
            holders.push(desk.conversation(id).await.member.expect("assigned").id);
        }
        assert_eq!(holders, [desk.company.colleague.id, desk.company.agent.id]);
    })
    .await;
}

#[tokio::test]
async fn freed_capacity_takes_the_next_one() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store.clone(), environment.clone()).await;
        desk.presence(&desk.company.agent, Presence::Online).await;
        desk.settle().await;
        let member = desk.company.agent.id;
        let capacity = store
            .read(move |tx| Ok(yingda_store::agents::lookup(tx, member)?))
            .await
            .expect("a read")
            .expect("an agent")
            .capacity;
        let mut ids = Vec::new();
        for _ in 0..=capacity {
            let mut visitor = desk.visitor().await;
            ids.push(desk.say(&mut visitor, "转人工").await.conversation_id);
            desk.settle().await;
        }
        let last = ids[ids.len() - 1];
        assert_eq!(desk.conversation(last).await.handler, Handler::Queue);
        let agent = desk.member(&desk.company.agent);
        conversations::resolve(&store, &agent, ids[0]).await.expect("resolved");
        desk.settle().await;
        assert_eq!(desk.conversation(last).await.handler, Handler::Agent);
    })
    .await;
}

#[tokio::test]
async fn two_agents_who_take_the_next_one_never_get_the_same() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store.clone(), environment.clone()).await;
        for _ in 0..4 {
            let mut visitor = desk.visitor().await;
            desk.say(&mut visitor, "转人工").await;
        }
        desk.settle().await;
        let agents = [&desk.company.agent, &desk.company.colleague, &desk.company.agent, &desk.company.colleague];
        let takes = agents.map(|agent| {
            let ctx = desk.member(agent);
            let store = store.clone();
            async move { conversations::next(&store, &ctx).await.expect("a take").expect("somebody waits").id }
        });
        let mut taken = join_all(takes).await;
        taken.sort();
        taken.dedup();
        assert_eq!(taken.len(), 4);
        let ctx = desk.member(&desk.company.agent);
        assert!(conversations::next(&store, &ctx).await.expect("a look").is_none());
    })
    .await;
}
