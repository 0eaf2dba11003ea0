//! Figures: what a tally says, as people read it. What each of them means stands in `docs/numbers.md`.

use serde::Serialize;
use utoipa::ToSchema;
use yingda_model::conversation::HandoffReason;

use crate::histogram::Histogram;
use crate::tally::Tally;

/// From this score on a customer is satisfied.
const SATISFIED: i64 = 4;

/// What happened in a stretch of time.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FiguresOut)]
pub struct Figures {
    /// Conversations that began.
    pub opened: i64,
    /// Conversations that were resolved and went on.
    pub reopened: i64,
    /// Conversations that ended: by the bot alone, after an agent had had them, or while waiting for one.
    pub resolved: i64,
    /// Of these, the ones that no agent ever had and that did not wait for one.
    pub resolved_by_bot: i64,
    /// Of these, the ones that an agent had, at their end or before.
    pub resolved_by_agent: i64,
    /// Of these, the ones that ended while they waited for an agent.
    pub abandoned: i64,
    /// Questions that customers asked the bot.
    pub asked: i64,
    /// Of these, answered at once.
    pub answered: i64,
    /// Of these, met with candidates to choose from.
    pub offered: i64,
    /// Candidates that customers chose.
    pub chosen: i64,
    /// Of these, not known.
    pub unknown: i64,
    /// How often a conversation went from the bot to people.
    pub handed_off: i64,
    pub handoffs: Vec<HandoffCount>,
    /// How often a conversation began to wait in a queue.
    pub queued: i64,
    /// From entering a queue to being given to an agent, counted when it is given.
    pub waits: Durations,
    /// From leaving the bot to an agent's first word, counted when it is said.
    pub first_replies: Durations,
    pub ratings: Ratings,
}

/// How often conversations went to people for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = HandoffCountOut)]
pub struct HandoffCount {
    pub reason: HandoffReason,
    pub count: i64,
}

/// How long something took, within 2 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DurationsOut)]
pub struct Durations {
    pub count: i64,
    /// Half took no longer.
    pub median_ms: Option<i64>,
    /// Nine of ten took no longer.
    pub p90_ms: Option<i64>,
}

/// What customers thought.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = RatingFiguresOut)]
pub struct Ratings {
    pub count: i64,
    /// Of 1 to 5.
    pub average: Option<f64>,
    /// How many gave 4 or 5.
    pub satisfied: i64,
    /// How many gave 1, 2, 3, 4 and 5.
    pub scores: Vec<i64>,
}

impl From<&Tally> for Figures {
    fn from(tally: &Tally) -> Self {
        let count = |reason: &HandoffReason| HandoffCount {
            reason: *reason,
            count: tally.handoffs.get(reason).copied().unwrap_or(0),
        };
        Self {
            opened: tally.opened,
            reopened: tally.reopened,
            resolved: tally.resolved_by_bot + tally.resolved_by_agent + tally.abandoned,
            resolved_by_bot: tally.resolved_by_bot,
            resolved_by_agent: tally.resolved_by_agent,
            abandoned: tally.abandoned,
            asked: tally.answered + tally.offered + tally.unknown,
            answered: tally.answered,
            offered: tally.offered,
            chosen: tally.chosen,
            unknown: tally.unknown,
            handed_off: tally.handed_off(),
            handoffs: HandoffReason::ALL.iter().map(count).collect(),
            queued: tally.queued,
            waits: (&tally.waits).into(),
            first_replies: (&tally.first_replies).into(),
            ratings: ratings(tally),
        }
    }
}

impl From<&Histogram> for Durations {
    fn from(histogram: &Histogram) -> Self {
        Self {
            count: histogram.count(),
            median_ms: histogram.percentile(50),
            p90_ms: histogram.percentile(90),
        }
    }
}

fn ratings(tally: &Tally) -> Ratings {
    // A replaced rating whose conversation has gone to another team meanwhile is missed there and not here.
    let of = |score: i64| tally.ratings.get(&score).copied().unwrap_or(0).max(0);
    let scores: Vec<i64> = (1..=5).map(of).collect();
    let count: i64 = scores.iter().sum();
    let sum: i64 = (1..).zip(&scores).map(|(score, count): (i64, &i64)| score * count).sum();
    Ratings {
        count,
        average: (count > 0).then(|| sum as f64 / count as f64),
        satisfied: (SATISFIED..=5).map(of).sum(),
        scores,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_whole_add_up_and_nothing_has_no_average() {
        let empty = Figures::from(&Tally::default());
        assert_eq!((empty.ratings.average, empty.waits.median_ms, empty.resolved), (None, None, 0));
        let tally = Tally {
            resolved_by_bot: 4,
            resolved_by_agent: 3,
            abandoned: 1,
            answered: 10,
            offered: 5,
            unknown: 2,
            chosen: 4,
            ratings: [(1, 1), (4, 1), (5, 2), (3, -1)].into(),
            ..Tally::default()
        };
        let figures = Figures::from(&tally);
        assert_eq!((figures.resolved, figures.asked), (8, 17));
        assert_eq!(figures.ratings.scores, [1, 0, 0, 1, 2]);
        assert_eq!((figures.ratings.average, figures.ratings.satisfied), (Some(3.75), 3));
        assert_eq!(figures.handoffs.len(), HandoffReason::ALL.len());
    }
}
