//! What an entry of the journal counts for. Pure: the entry alone tells, so that the same journal gives the same numbers
//! whenever and in whatever pieces it is read.

use std::collections::BTreeMap;
use std::time::Duration;

use yingda_model::conversation::{Ending, HandoffReason};
use yingda_model::{BotAction, BotReason, Event, TeamId, Timestamp};
use yingda_store::journal::Recorded;
use yingda_store::tallies::Place;

use crate::tally::Tally;

/// A quarter of an hour: the longest stretch of which the days of every time zone are made.
pub const SLOT: Duration = Duration::from_mins(15);

/// When the slot began in which a time lies.
pub fn slot(at: Timestamp) -> Timestamp {
    let length = i64::try_from(SLOT.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(at.millis().div_euclid(length) * length)
}

/// What was counted where.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tallies(pub BTreeMap<Place, Tally>);

impl Tallies {
    /// Counts an entry.
    pub fn note(&mut self, entry: &Recorded) {
        match &entry.event {
            Event::ConversationOpened { after, .. } => {
                self.count(entry, entry.at, Some(after.team_id), |tally| tally.opened += 1);
            }
            Event::ConversationReopened { after, .. } => {
                self.count(entry, entry.at, Some(after.team_id), |tally| tally.reopened += 1);
            }
            Event::ConversationQueued { after, handoff, .. } => {
                self.count(entry, entry.at, Some(after.team_id), |tally| {
                    tally.queued += 1;
                    note_handoff(tally, *handoff);
                });
            }
            Event::ConversationAssigned { after, handoff, waited_ms, .. } => {
                self.count(entry, entry.at, Some(after.team_id), |tally| {
                    note_handoff(tally, *handoff);
                    if let Some(waited) = waited_ms {
                        tally.waits.note(*waited);
                    }
                });
            }
            Event::ConversationResolved { after, ending, .. } => {
                self.count(entry, entry.at, Some(after.team_id), |tally| match ending {
                    Some(Ending::BotOnly) => tally.resolved_by_bot += 1,
                    Some(Ending::Agent) => tally.resolved_by_agent += 1,
                    Some(Ending::Abandoned) => tally.abandoned += 1,
                    Some(Ending::Continued) | None => {}
                });
            }
            Event::ConversationRated { after, score, replaces, .. } => {
                let team = Some(after.team_id);
                self.count(entry, entry.at, team, |tally| *tally.ratings.entry(*score).or_default() += 1);
                if let Some(old) = replaces {
                    self.count(entry, old.at, team, |tally| {
                        *tally.ratings.entry(old.score).or_default() -= 1;
                    });
                }
            }
            Event::MessageSent { after, first_reply_ms: Some(took), .. } => {
                self.count(entry, entry.at, Some(after.team_id), |tally| tally.first_replies.note(*took));
            }
            Event::BotDecided { action, reason, team_id, .. } => {
                self.count(entry, entry.at, *team_id, |tally| note_decision(tally, *action, *reason));
            }
            _ => {}
        }
    }

    fn count(
        &mut self,
        entry: &Recorded,
        at: Timestamp,
        team: Option<TeamId>,
        note: impl FnOnce(&mut Tally),
    ) {
        let Some(brand) = entry.brand else { return };
        let mut counted = Tally::default();
        note(&mut counted);
        if counted != Tally::default() {
            self.0.entry(Place { slot: slot(at), brand, team }).or_default().merge(&counted);
        }
    }
}

fn note_handoff(tally: &mut Tally, reason: Option<HandoffReason>) {
    if let Some(reason) = reason {
        *tally.handoffs.entry(reason).or_default() += 1;
    }
}

/// Each question counts once: a click on a candidate belongs to the question that was asked before.
fn note_decision(tally: &mut Tally, action: BotAction, reason: BotReason) {
    match (action, reason) {
        (BotAction::Answer, BotReason::Chosen) => tally.chosen += 1,
        (BotAction::Answer, _) => tally.answered += 1,
        (BotAction::Offer, _) => tally.offered += 1,
        (_, BotReason::BelowThreshold | BotReason::UnsureTwice) => tally.unknown += 1,
        _ => {}
    }
}
