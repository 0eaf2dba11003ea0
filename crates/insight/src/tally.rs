//! A tally: everything that is counted about one stretch of time. Tallies add up, in any order and from any parts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yingda_model::conversation::HandoffReason;

use crate::histogram::Histogram;

/// What was counted. Stored as JSON without what is zero: fields may be added with their default, never renamed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    #[serde(skip_serializing_if = "is_zero")]
    pub opened: i64,
    #[serde(skip_serializing_if = "is_zero")]
    pub reopened: i64,
    #[serde(skip_serializing_if = "is_zero")]
    pub resolved_by_bot: i64,
    #[serde(skip_serializing_if = "is_zero")]
    pub resolved_by_agent: i64,
    #[serde(skip_serializing_if = "is_zero")]
    pub queued: i64,
    #[serde(skip_serializing_if = "is_zero")]
    pub abandoned: i64,
    #[serde(skip_serializing_if = "is_zero")]
    pub answered: i64,
    #[serde(skip_serializing_if = "is_zero")]
    pub offered: i64,
    #[serde(skip_serializing_if = "is_zero")]
    pub chosen: i64,
    #[serde(skip_serializing_if = "is_zero")]
    pub unknown: i64,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub handoffs: BTreeMap<HandoffReason, i64>,
    #[serde(skip_serializing_if = "Histogram::is_empty")]
    pub waits: Histogram,
    #[serde(skip_serializing_if = "Histogram::is_empty")]
    pub first_replies: Histogram,
    /// By score.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub ratings: BTreeMap<i64, i64>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

impl Tally {
    /// Adds what another has counted.
    pub fn merge(&mut self, other: &Self) {
        self.opened += other.opened;
        self.reopened += other.reopened;
        self.resolved_by_bot += other.resolved_by_bot;
        self.resolved_by_agent += other.resolved_by_agent;
        self.queued += other.queued;
        self.abandoned += other.abandoned;
        self.answered += other.answered;
        self.offered += other.offered;
        self.chosen += other.chosen;
        self.unknown += other.unknown;
        add(&mut self.handoffs, &other.handoffs);
        self.waits.merge(&other.waits);
        self.first_replies.merge(&other.first_replies);
        add(&mut self.ratings, &other.ratings);
    }

    /// How many went from the bot to people.
    pub fn handed_off(&self) -> i64 {
        self.handoffs.values().sum()
    }
}

fn add<K: Ord + Copy>(to: &mut BTreeMap<K, i64>, from: &BTreeMap<K, i64>) {
    for (key, count) in from {
        *to.entry(*key).or_default() += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_stored_as_nothing_and_what_is_new_is_zero_in_what_is_old() {
        assert_eq!(serde_json::to_string(&Tally::default()).expect("serialises"), "{}");
        let old: Tally = serde_json::from_str(r#"{"opened":3,"gone_since":9}"#).expect("parses");
        assert_eq!(old, Tally { opened: 3, ..Tally::default() });
    }
}
