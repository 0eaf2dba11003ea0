//! What is counted is right after whatever may happen to who counts.

use std::time::Duration;

use futures::future::join_all;
use tokio::sync::watch;
use yingda_model::conversation::{Ending, HandoffReason};
use yingda_model::{BotAction, BotReason, Timestamp};
use yingda_store::consumers::{Consumer, Handler as _};
use yingda_store::tallies;
use yingda_store::{Unit, facts};
use yingda_testkit::{Company, company, for_each_database};

use crate::journal::{Home, Journal};

fn home(company: &Company) -> Home {
    Home { brand: company.brand.id, team: company.team.id }
}

async fn a_morning(journal: &Journal, home: Home) {
    for _ in 0..7 {
        journal.opened(home).await;
        journal.environment.advance(Duration::from_mins(9));
    }
    for (action, reason) in [
        (BotAction::Answer, BotReason::Confident),
        (BotAction::Answer, BotReason::Confident),
        (BotAction::Offer, BotReason::CloseCandidates),
        (BotAction::Answer, BotReason::Chosen),
        (BotAction::Clarify, BotReason::BelowThreshold),
        (BotAction::Handoff, BotReason::UnsureTwice),
        (BotAction::Handoff, BotReason::AskedForHuman),
        (BotAction::Greet, BotReason::Greeting),
    ] {
        journal.decided(home, action, reason).await;
    }
    journal.queued(home, HandoffReason::UnsureTwice).await;
    journal.queued(home, HandoffReason::AskedForHuman).await;
    for waited in [10_000, 20_000, 90_000] {
        journal.assigned(home, waited).await;
    }
    for ending in [Ending::BotOnly, Ending::BotOnly, Ending::Agent, Ending::Abandoned, Ending::Continued] {
        journal.resolved(home, ending).await;
    }
}

type Stored = Vec<(tallies::Place, String)>;

async fn stored(journal: &Journal) -> Stored {
    let all = (Timestamp::from_millis(0), Timestamp::from_millis(i64::MAX));
    journal.store.read(move |tx| Ok(tallies::between(tx, all, None, None)?)).await.expect("tallies")
}

#[tokio::test]
async fn each_event_counts_once_for_what_it_means() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let journal = Journal::new(store, environment);
        a_morning(&journal, home(&company)).await;
        journal.count().await;
        let figures = journal.today(&company.analyst).await.figures;
        assert_eq!(figures.opened, 7);
        assert_eq!((figures.asked, figures.answered, figures.offered, figures.chosen), (5, 2, 1, 1));
        assert_eq!((figures.unknown, figures.handed_off, figures.queued), (2, 2, 2));
        assert_eq!((figures.resolved, figures.resolved_by_bot, figures.abandoned), (4, 2, 1));
        assert_eq!(figures.waits.count, 3);
        let median = figures.waits.median_ms.expect("a median");
        assert!((median - 20_000).abs() < 400, "{median}");
    })
    .await;
}

#[tokio::test]
async fn a_journal_read_again_from_any_place_gives_the_same_numbers() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let journal = Journal::new(store, environment);
        a_morning(&journal, home(&company)).await;
        journal.count().await;
        let once = stored(&journal).await;
        assert!(once.len() > 3);
        let entries = journal.entries().await;
        let mut counter = journal.counter();
        // Whole, from the middle, and in pieces that overlap, as after crashes between the unit and what follows it.
        counter.handle(&entries).await.expect("again");
        counter.handle(&entries[entries.len() / 2..]).await.expect("again");
        for piece in entries.windows(5).step_by(3) {
            counter.handle(piece).await.expect("again");
        }
        assert_eq!(stored(&journal).await, once);
    })
    .await;
}

#[tokio::test]
async fn pieces_two_counters_and_one_that_begins_anew_agree() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let journal = Journal::new(store, environment);
        a_morning(&journal, home(&company)).await;
        journal.count().await;
        let once = stored(&journal).await;
        let entries = journal.entries().await;
        let begin_anew = async || {
            let ctx = journal.environment.system();
            let unit = Unit::quiet("test_anew");
            let work = |tx: &mut yingda_store::Tx<'_>| Ok(facts::put(tx, "tallies_meaning", "of old")?);
            journal.store.write(&ctx, unit, work).await.expect("forgotten");
            journal.counter().start().await.expect("started");
        };
        begin_anew().await;
        assert!(stored(&journal).await.is_empty(), "tallies of another meaning are not kept");
        for piece in entries.chunks(3) {
            journal.counter().handle(piece).await.expect("counted");
        }
        assert_eq!(stored(&journal).await, once, "in pieces");

        begin_anew().await;
        // Somebody who thinks that they still hold the lease counts the same at the same time.
        let counting = (0..4).map(|_| async {
            for piece in entries.chunks(4) {
                journal.counter().handle(piece).await.expect("counted");
            }
        });
        join_all(counting).await;
        assert_eq!(stored(&journal).await, once, "four at once");
    })
    .await;
}

#[tokio::test]
async fn a_running_counter_goes_on_where_it_was_stopped() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let journal = Journal::new(store, environment);
        for round in 1..=3 {
            let (stop, stopped) = watch::channel(false);
            let consumer = Consumer { name: tallies::CONSUMER, node: format!("node {round}") };
            let running = consumer.run(
                journal.store.clone(),
                journal.environment.environment(),
                journal.counter(),
                stopped,
            );
            let running = tokio::spawn(running);
            for _ in 0..5 {
                journal.opened(home(&company)).await;
            }
            while journal.today(&company.analyst).await.behind > 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            stop.send_replace(true);
            running.await.expect("ended");
            assert_eq!(journal.today(&company.analyst).await.figures.opened, round * 5);
        }
    })
    .await;
}

#[tokio::test]
async fn a_rating_takes_the_place_of_the_one_before() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let journal = Journal::new(store, environment);
        let first = journal.environment.now();
        journal.rated(home(&company), 1, None).await;
        journal.rated(home(&company), 4, None).await;
        journal.environment.advance(Duration::from_mins(40));
        journal.rated(home(&company), 5, Some((1, first))).await;
        journal.count().await;
        let ratings = journal.today(&company.analyst).await.figures.ratings;
        assert_eq!((ratings.count, ratings.average, ratings.satisfied), (2, Some(4.5), 2));
        assert_eq!(ratings.scores, [0, 0, 0, 1, 1]);
    })
    .await;
}
