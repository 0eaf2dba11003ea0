//! What those who look on are told, and what they are not.

use std::time::Duration;

use tokio::sync::watch;
use yingda_conversations::conversations::{self, Destination, ToQueue};
use yingda_conversations::feed::{Feed, Inbox, Notice};
use yingda_conversations::inboxes::View;
use yingda_conversations::messages::{self, MessageIn};
use yingda_model::member::Team;
use yingda_model::{Content, Queue, QueueId, Visibility};
use yingda_store::inboxes::Filter;
use yingda_store::{Tx, Unit, queues, teams};
use yingda_testkit::for_each_database;

use crate::desk::Desk;

async fn next(connection: &mut yingda_conversations::feed::Connection) -> Option<Notice> {
    tokio::time::timeout(Duration::from_secs(5), connection.next()).await.ok().flatten()
}

#[tokio::test]
async fn both_sides_see_messages_and_the_customer_no_notes() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store.clone(), environment).await;
        let mut visitor = desk.visitor().await;
        let id = desk.say(&mut visitor, "你好").await.conversation_id;
        let feed = Feed::new(store.clone());
        let (_stop, stopped) = watch::channel(false);
        let following = tokio::spawn(feed.clone().run(stopped));
        tokio::task::yield_now().await;
        let agent = desk.member(&desk.company.agent);
        let mut customer_side =
            feed.connect(&desk.ctx(&visitor), Some(desk.company.queue.id)).expect("connected");
        let mut agent_side = feed.connect(&agent, None).expect("connected");
        agent_side.open(id).expect("open");
        assert!(matches!(next(&mut agent_side).await, Some(Notice::Viewing(..))));

        let note = MessageIn {
            client_id: "n".into(),
            content: Content::text("注意"),
            visibility: Visibility::Internal,
        };
        messages::create(&store, &agent, id, note).await.expect("noted");
        desk.say(&mut visitor, "在吗").await;
        loop {
            match next(&mut customer_side).await {
                Some(Notice::Message(message)) => {
                    assert_eq!(message.content, Content::text("在吗"), "the note stays inside");
                    break;
                }
                Some(_) => {}
                None => panic!("the customer was told nothing"),
            }
        }
        let mut seen = Vec::new();
        while seen.len() < 2 {
            match next(&mut agent_side).await {
                Some(Notice::Message(message)) => seen.push(message.seq),
                Some(_) => {}
                None => panic!("the agent was told nothing"),
            }
        }
        assert_eq!(seen, [2, 3]);
        following.abort();
    })
    .await;
}

#[tokio::test]
async fn a_list_is_told_what_comes_and_what_leaves() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store.clone(), environment).await;
        let feed = Feed::new(store.clone());
        let (_stop, stopped) = watch::channel(false);
        let following = tokio::spawn(feed.clone().run(stopped));
        tokio::task::yield_now().await;
        let agent = desk.member(&desk.company.agent);
        let mut list = feed.connect(&agent, None).expect("connected");
        list.inbox(Inbox { view: View::Queue, filter: Filter::default() }, true).expect("subscribed");
        let mut visitor = desk.visitor().await;
        let id = desk.say(&mut visitor, "转人工").await.conversation_id;
        desk.settle().await;
        let Some(Notice::Inbox(came)) = next(&mut list).await else { panic!("nothing came") };
        assert_eq!((came.id, came.queue_id), (id, Some(desk.company.queue.id)));
        conversations::claim(&store, &agent, id).await.expect("claimed");
        let left = loop {
            match next(&mut list).await {
                Some(Notice::Inbox(conversation)) if conversation.queue_id.is_none() => break conversation,
                Some(_) => {}
                None => panic!("the list was not told that it left"),
            }
        };
        assert_eq!(left.id, id);
        following.abort();
    })
    .await;
}

#[tokio::test]
async fn who_looks_at_a_conversation_is_told_that_it_left_their_reach_and_nothing_after_that() {
    for_each_database(async |store, environment| {
        let mut desk = Desk::open(store.clone(), environment).await;
        let feed = Feed::new(store.clone());
        let (_stop, stopped) = watch::channel(false);
        let following = tokio::spawn(feed.clone().run(stopped));
        tokio::task::yield_now().await;
        let mut visitor = desk.visitor().await;
        let id = desk.say(&mut visitor, "转人工").await.conversation_id;
        desk.settle().await;
        let agent = desk.member(&desk.company.agent);
        conversations::claim(&store, &agent, id).await.expect("claimed");
        let mut colleague = feed.connect(&desk.member(&desk.company.colleague), None).expect("connected");
        colleague.open(id).expect("open");
        let queue_id = other_team(&desk).await;
        let away = Destination::Queue(ToQueue { queue_id });
        conversations::transfer(&store, &agent, id, away, None).await.expect("transferred");
        loop {
            match next(&mut colleague).await {
                Some(Notice::Gone(gone)) => break assert_eq!(gone, id),
                Some(Notice::Conversation(seen)) => assert_ne!(seen.queue_id, Some(queue_id)),
                Some(_) => {}
                None => panic!("nobody said that it is gone"),
            }
        }
        desk.say(&mut visitor, "还在吗").await;
        while let Some(notice) = next(&mut colleague).await {
            assert!(!matches!(notice, Notice::Message(_) | Notice::Conversation(_)), "{notice:?}");
        }
        following.abort();
    })
    .await;
}

/// A queue of a team to which none of the agents belongs.
async fn other_team(desk: &Desk) -> QueueId {
    let ctx = desk.environment.system();
    let team = Team { id: ctx.id(), name: "Returns".into(), member_count: 0, ..desk.company.team.clone() };
    let queue =
        Queue { id: ctx.id(), team_id: team.id, name: "Returns".into(), ..desk.company.queue.clone() };
    let id = queue.id;
    let insert = move |tx: &mut Tx<'_>| {
        teams::create(tx, &team)?;
        Ok(queues::create(tx, &queue)?)
    };
    desk.store.write(&ctx, Unit::quiet("other_team"), insert).await.expect("another team");
    id
}

#[tokio::test]
async fn a_reader_that_never_reads_is_let_go_and_nobody_else() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store.clone(), environment).await;
        let mut visitor = desk.visitor().await;
        let id = desk.say(&mut visitor, "你好").await.conversation_id;
        let feed = Feed::new(store.clone());
        let agent = desk.member(&desk.company.agent);
        let slow = feed.connect(&agent, None).expect("connected");
        slow.open(id).expect("open");
        let typist = feed.connect(&desk.ctx(&visitor), None).expect("connected");
        let typing = yingda_conversations::feed::Typing {
            conversation_id: id,
            by: yingda_model::AuthorKind::Customer,
            name: None,
            on: true,
        };
        for _ in 0..=yingda_conversations::feed::WAITING {
            feed.typing(&typist, visitor.customer.id, &typing);
        }
        let census = feed.census();
        let left = (census.customers.connections, census.agents.connections);
        assert_eq!((left, census.overflowed), ((1, 0), 1), "only the slow one is gone");
        drop(slow);
        assert_eq!(feed.census().customers.connections, 1);
    })
    .await;
}
