//! A journal written by hand: events of conversations as the product would have written them, and a counter to read them.

use std::sync::Arc;
use std::time::Duration;

use yingda_insight::Counter;
use yingda_insight::numbers::{self, Numbers, NumbersQuery};
use yingda_model::context::MemberActor;
use yingda_model::conversation::{Ending, HandoffReason, ReplacedRating};
use yingda_model::{
    Axes, BotAction, BotReason, BrandId, ConversationId, CustomerId, Entry, Event, Handler, Status, TeamId,
    Thresholds, Timestamp, Turn,
};
use yingda_store::consumers::Handler as _;
use yingda_store::journal::Recorded;
use yingda_store::{Store, Unit};
use yingda_testkit::TestEnvironment;

/// Where what happens belongs.
#[derive(Clone, Copy)]
pub struct Home {
    pub brand: BrandId,
    pub team: TeamId,
}

/// Writes events and counts them.
pub struct Journal {
    pub store: Store,
    pub environment: TestEnvironment,
    customer: CustomerId,
}

impl Journal {
    pub fn new(store: Store, environment: TestEnvironment) -> Self {
        let customer = environment.system().id();
        Self { store, environment, customer }
    }

    /// A counter that does not wait for more.
    pub fn counter(&self) -> Counter {
        let environment = self.environment.environment();
        Counter { store: self.store.clone(), environment, gather: Duration::ZERO }
    }

    /// Writes an event of a new conversation.
    pub async fn write(&self, home: Home, event: impl FnOnce(ConversationId, CustomerId, Axes) -> Event) {
        let ctx = self.environment.system();
        let id: ConversationId = ctx.id();
        let axes = Axes {
            status: Status::Open,
            handler: Handler::Bot,
            turn: Turn::Us,
            team_id: home.team,
            queue_id: None,
            member_id: None,
        };
        let event = event(id, self.customer, axes);
        let work = move |tx: &mut yingda_store::Tx<'_>| {
            tx.append(Entry::new(id, event.clone()).of_brand(home.brand))
        };
        self.store.write(&ctx, Unit::on("test_event", id), work).await.expect("written");
    }

    pub async fn opened(&self, home: Home) {
        let channel_id = self.environment.system().id();
        let event = |conversation_id, customer_id, after| Event::ConversationOpened {
            conversation_id,
            customer_id,
            channel_id,
            previous_id: None,
            after,
        };
        self.write(home, event).await;
    }

    pub async fn resolved(&self, home: Home, ending: Ending) {
        let event = |conversation_id, customer_id, after| Event::ConversationResolved {
            conversation_id,
            customer_id,
            before: after,
            after,
            ending: Some(ending),
        };
        self.write(home, event).await;
    }

    pub async fn assigned(&self, home: Home, waited_ms: i64) {
        let member_id = self.environment.system().id();
        let event = |conversation_id, customer_id, after| Event::ConversationAssigned {
            conversation_id,
            customer_id,
            member_id,
            reasons: Vec::new(),
            before: after,
            after,
            handoff: None,
            waited_ms: Some(waited_ms),
        };
        self.write(home, event).await;
    }

    pub async fn queued(&self, home: Home, why: HandoffReason) {
        let queue_id = self.environment.system().id();
        let event = |conversation_id, customer_id, after| Event::ConversationQueued {
            conversation_id,
            customer_id,
            queue_id,
            before: after,
            after,
            handoff: Some(why),
        };
        self.write(home, event).await;
    }

    pub async fn decided(&self, home: Home, action: BotAction, reason: BotReason) {
        let event = |conversation_id, _, _| Event::BotDecided {
            conversation_id,
            in_reply_to: 1,
            action,
            reason,
            matches: Vec::new(),
            thresholds: Thresholds { answer: 0.7, offer: 0.4 },
            unsure_count: 0,
            index_revision: 1,
            team_id: Some(home.team),
        };
        self.write(home, event).await;
    }

    pub async fn rated(&self, home: Home, score: i64, replaces: Option<(i64, Timestamp)>) {
        let event = |conversation_id, customer_id, after| Event::ConversationRated {
            conversation_id,
            customer_id,
            score,
            after,
            replaces: replaces.map(|(score, at)| ReplacedRating { score, at }),
        };
        self.write(home, event).await;
    }

    /// The whole journal, partition by partition.
    pub async fn entries(&self) -> Vec<Arc<Recorded>> {
        let mut all = Vec::new();
        for (partition, _) in self.store.positions() {
            all.extend(self.store.entries_after(partition, 0, 10_000).await.expect("entries"));
        }
        all
    }

    /// Counts the whole journal: what was counted before comes again.
    pub async fn count(&self) {
        let mut counter = self.counter();
        counter.start().await.expect("started");
        counter.handle(&self.entries().await).await.expect("counted");
    }

    pub async fn numbers(&self, member: &MemberActor, query: NumbersQuery) -> yingda_model::Result<Numbers> {
        numbers::day(&self.store, &self.environment.member(member), query).await
    }

    /// Today's numbers of everything a member may see.
    pub async fn today(&self, member: &MemberActor) -> Numbers {
        self.numbers(member, NumbersQuery::default()).await.expect("numbers")
    }
}
