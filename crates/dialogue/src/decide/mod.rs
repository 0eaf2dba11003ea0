//! The decision itself: one function, total over every turn and state.

use yingda_language::Match;
use yingda_model::{BotAction, BotReason, Evidence, EvidenceMatch, FaqId, Thresholds};

use crate::{Choice, Courtesy, Policy, State, Turn, handoff, smalltalk, verdict};

/// What the bot does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Returns a courtesy.
    Greet(Courtesy),
    /// Answers with an entry.
    Answer { id: FaqId },
    /// Shows up to [`Policy::max_options`] entries and a way to say that none was meant.
    Offer { ids: Vec<FaqId> },
    /// Says that it is not sure, asks for other words and offers a person.
    Clarify,
    /// Says that it does not know and offers a person.
    Decline,
    /// Passes the conversation to a person.
    Handoff,
}

impl Action {
    /// The word that the journal and the workspace use.
    pub fn kind(&self) -> BotAction {
        match self {
            Self::Greet(_) => BotAction::Greet,
            Self::Answer { .. } => BotAction::Answer,
            Self::Offer { .. } => BotAction::Offer,
            Self::Clarify => BotAction::Clarify,
            Self::Decline => BotAction::Decline,
            Self::Handoff => BotAction::Handoff,
        }
    }
}

/// What the bot does, why, and what it remembers.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    pub action: Action,
    pub reason: BotReason,
    /// The state for the next turn.
    pub state: State,
    /// What was asked: the text of this turn, or for a click the text before it.
    pub question: String,
    /// What knowledge found, best first.
    pub matches: Vec<EvidenceMatch>,
    pub thresholds: Thresholds,
    /// How many times the bot was unsure in a row, this time included.
    pub unsure_count: u32,
}

impl Decision {
    /// Why the bot did what it did, for the journal; `index_revision` is the searched index's.
    pub fn evidence(&self, index_revision: u64) -> Evidence {
        Evidence {
            action: self.action.kind(),
            reason: self.reason,
            question: self.question.clone(),
            matches: self.matches.clone(),
            thresholds: self.thresholds,
            unsure_count: i64::from(self.unsure_count),
            index_revision: i64::try_from(index_revision).unwrap_or(i64::MAX),
        }
    }

    /// Whether [`question`](Self::question) belongs on the list of what the bot could not answer.
    pub fn leaves_unanswered(&self) -> bool {
        let failed = matches!(
            self.reason,
            BotReason::BelowThreshold
                | BotReason::UnsureTwice
                | BotReason::NotHelpful
                | BotReason::NoneOfThese
        );
        failed && !self.question.is_empty()
    }
}

/// Decides what to do about `turn`. `matches` are what knowledge found for a text, best first; clicks need none.
pub fn decide(turn: &Turn, state: &State, matches: &[Match<FaqId>], policy: &Policy) -> Decision {
    let mut next = state.clone();
    let unhelpful = is_unhelpful(turn, state, matches);
    if let Turn::Text(text) = turn
        && !unhelpful
        && smalltalk::recognize(text).is_none()
        && !text.trim().is_empty()
    {
        next.question.clone_from(text);
    }
    let (action, reason) = match turn {
        Turn::Handoff | Turn::Choice(Choice::Handoff) => (Action::Handoff, BotReason::AskedForHuman),
        Turn::Choice(Choice::Entry(id)) => (Action::Answer { id: *id }, BotReason::Chosen),
        Turn::Choice(Choice::NoneOfThese) => {
            unsure(&mut next, policy, Action::Decline, BotReason::NoneOfThese)
        }
        Turn::Choice(Choice::Unknown) => {
            unsure(&mut next, policy, Action::Clarify, BotReason::BelowThreshold)
        }
        Turn::Feedback { helpful: true } => (Action::Greet(Courtesy::Helpful), BotReason::Greeting),
        Turn::Feedback { helpful: false } => (Action::Handoff, BotReason::NotHelpful),
        Turn::Text(_) if unhelpful => (Action::Handoff, BotReason::NotHelpful),
        Turn::Text(text) => answer_text(text, &mut next, matches, policy),
    };
    conclude(action, reason, next, matches, policy)
}

/// Settles the state that follows from an action.
fn conclude(
    action: Action,
    reason: BotReason,
    mut next: State,
    matches: &[Match<FaqId>],
    policy: &Policy,
) -> Decision {
    let question = next.question.clone();
    let unsure_count = next.unsure_count;
    match &action {
        Action::Answer { .. } | Action::Greet(Courtesy::Helpful) => {
            next = State { question: next.question, ..State::default() };
        }
        Action::Handoff => next = State::default(),
        Action::Offer { ids } => {
            next.offer_count = next.offer_count.saturating_add(1);
            next.offered.extend(ids);
        }
        Action::Greet(_) | Action::Clarify | Action::Decline => {}
    }
    let matches = matches.iter().map(evidence_match).collect();
    Decision { action, reason, state: next, question, matches, thresholds: policy.thresholds, unsure_count }
}

/// Whether a text says that what came of the last question did not help. Where knowledge has that very text, it is asked.
fn is_unhelpful(turn: &Turn, state: &State, matches: &[Match<FaqId>]) -> bool {
    let Turn::Text(text) = turn else { return false };
    let asked = !state.question.is_empty();
    asked && matches.first().is_none_or(|best| best.score < 1.0) && verdict::is_unhelpful(text)
}

fn answer_text(
    text: &str,
    next: &mut State,
    matches: &[Match<FaqId>],
    policy: &Policy,
) -> (Action, BotReason) {
    if handoff::requested(text) {
        return (Action::Handoff, BotReason::AskedForHuman);
    }
    let word_for_word = matches.first().filter(|best| best.score >= 1.0);
    if let (Some(courtesy), None) = (smalltalk::recognize(text), word_for_word) {
        return (Action::Greet(courtesy), BotReason::Greeting);
    }
    if let Some(id) = confident(matches, policy) {
        return (Action::Answer { id }, BotReason::Confident);
    }
    let ids = candidates(next, matches, policy);
    if !ids.is_empty() {
        return (Action::Offer { ids }, BotReason::CloseCandidates);
    }
    if let Some(best) = matches.first().filter(|best| best.score >= policy.thresholds.answer) {
        // Its rivals were offered and not chosen: asking once more would not help.
        return (Action::Answer { id: best.id }, BotReason::Confident);
    }
    let near = matches.first().is_some_and(|best| best.score >= policy.thresholds.offer / 2.0);
    let wordless = !text.chars().any(char::is_alphanumeric);
    let doubt = if near || wordless { Action::Clarify } else { Action::Decline };
    unsure(next, policy, doubt, BotReason::BelowThreshold)
}

/// The one entry that is good enough and clearly ahead.
fn confident(matches: &[Match<FaqId>], policy: &Policy) -> Option<FaqId> {
    let best = matches.first().filter(|best| best.score >= policy.thresholds.answer)?;
    let second = matches.get(1).map_or(0.0, |second| second.score);
    let ahead = best.score - second >= policy.margin || (best.score >= 1.0 && second < 1.0);
    ahead.then_some(best.id)
}

/// Entries that may have been meant and were not offered before.
fn candidates(state: &State, matches: &[Match<FaqId>], policy: &Policy) -> Vec<FaqId> {
    if state.offer_count >= policy.max_offers {
        return Vec::new();
    }
    let near = matches.iter().filter(|one| one.score >= policy.thresholds.offer);
    near.map(|one| one.id).filter(|id| !state.offered.contains(id)).take(policy.max_options).collect()
}

/// Counts a doubt; the second in a row is one too many.
fn unsure(state: &mut State, policy: &Policy, action: Action, reason: BotReason) -> (Action, BotReason) {
    state.unsure_count = state.unsure_count.saturating_add(1);
    if state.unsure_count >= policy.max_unsure {
        return (Action::Handoff, BotReason::UnsureTwice);
    }
    (action, reason)
}

fn evidence_match(one: &Match<FaqId>) -> EvidenceMatch {
    EvidenceMatch {
        faq_id: one.id,
        question: one.question.clone(),
        matched: one.matched.clone(),
        score: one.score,
        terms: one.terms.clone(),
    }
}

#[cfg(test)]
mod tests;
