//! The rules of the decision on examples, and what must hold over every sequence of turns.

use proptest::prelude::*;
use yingda_language::Match;
use yingda_model::{BotAction, BotReason, FaqId, Id, Locale};

use super::{Action, Decision, decide};
use crate::phrases::Phrase;
use crate::{Choice, Courtesy, Policy, State, Turn};

fn id(number: u128) -> FaqId {
    FaqId::from_uuid(uuid::Uuid::from_u128(number))
}

fn found(scores: &[(u128, f64)]) -> Vec<Match<FaqId>> {
    let one = |(number, score): &(u128, f64)| Match {
        id: id(*number),
        locale: Locale::ZhCn,
        question: format!("question {number}"),
        matched: format!("phrasing {number}"),
        score: *score,
        terms: vec!["退货".to_owned()],
    };
    scores.iter().map(one).collect()
}

fn ask(text: &str, state: &State, scores: &[(u128, f64)]) -> Decision {
    decide(&Turn::Text(text.to_owned()), state, &found(scores), &Policy::default())
}

fn click(choice: Choice, state: &State) -> Decision {
    decide(&Turn::Choice(choice), state, &[], &Policy::default())
}

#[test]
fn a_clear_match_is_answered_with_its_evidence() {
    let decision = ask("怎么退货", &State::default(), &[(1, 0.9), (2, 0.4)]);
    assert_eq!((&decision.action, decision.reason), (&Action::Answer { id: id(1) }, BotReason::Confident));
    let evidence = decision.evidence(7);
    assert_eq!((evidence.action, evidence.index_revision), (BotAction::Answer, 7));
    assert_eq!((evidence.question.as_str(), evidence.matches.len()), ("怎么退货", 2));
    assert!(!decision.leaves_unanswered());
}

#[test]
fn close_or_middling_matches_are_offered() {
    let close = ask("退货", &State::default(), &[(1, 0.7), (2, 0.68), (3, 0.5), (4, 0.45), (5, 0.1)]);
    assert_eq!(close.action, Action::Offer { ids: vec![id(1), id(2), id(3)] });
    assert_eq!(close.reason, BotReason::CloseCandidates);
    let middling = ask("退货", &State::default(), &[(1, 0.4), (2, 0.1)]);
    assert_eq!(middling.action, Action::Offer { ids: vec![id(1)] });
}

#[test]
fn word_for_word_beats_the_margin_unless_two_entries_say_it() {
    assert_eq!(
        ask("怎么退货", &State::default(), &[(1, 1.0), (2, 0.98)]).action,
        Action::Answer { id: id(1) }
    );
    let twice = ask("怎么退货", &State::default(), &[(1, 1.0), (2, 1.0)]);
    assert_eq!(twice.action, Action::Offer { ids: vec![id(1), id(2)] });
}

#[test]
fn who_says_that_it_did_not_help_gets_a_person_and_the_question_stays() {
    let answered = ask("键盘怎么连", &State::default(), &[(1, 0.9)]);
    let verdict = ask("没用", &answered.state, &[(2, 0.9)]);
    assert_eq!((&verdict.action, verdict.reason), (&Action::Handoff, BotReason::NotHelpful));
    assert_eq!(verdict.question, "键盘怎么连");
    assert!(verdict.leaves_unanswered());
    let nothing_asked = ask("没用", &State::default(), &[(2, 0.9)]);
    assert_eq!(nothing_asked.action, Action::Answer { id: id(2) }, "a verdict on nothing is a question");
    let known = ask("没用", &answered.state, &[(2, 1.0)]);
    assert_eq!(known.action, Action::Answer { id: id(2) }, "knowledge has these very words");
}

#[test]
fn a_chosen_candidate_is_answered_and_clears_the_doubts() {
    let offered = ask("退货", &State::default(), &[(1, 0.4), (2, 0.39)]);
    let chosen = click(Choice::Entry(id(2)), &offered.state);
    assert_eq!((&chosen.action, chosen.reason), (&Action::Answer { id: id(2) }, BotReason::Chosen));
    assert_eq!(chosen.question, "退货");
    assert_eq!(chosen.state, State { question: "退货".to_owned(), ..State::default() });
}

#[test]
fn a_doubt_is_admitted_and_a_second_one_hands_over() {
    let first = ask("那个东西怎么弄", &State::default(), &[(1, 0.2)]);
    assert_eq!((&first.action, first.reason), (&Action::Clarify, BotReason::BelowThreshold));
    let unknown = ask("今天天气如何", &State::default(), &[(1, 0.05)]);
    assert_eq!(unknown.action, Action::Decline);
    assert!(first.leaves_unanswered() && unknown.leaves_unanswered());
    let second = ask("就是那个", &first.state, &[]);
    assert_eq!((&second.action, second.reason), (&Action::Handoff, BotReason::UnsureTwice));
    assert_eq!((second.unsure_count, second.state), (2, State::default()));
}

#[test]
fn an_answer_between_two_doubts_separates_them() {
    let first = ask("那个", &State::default(), &[]);
    let answered = ask("怎么退货", &first.state, &[(1, 0.9)]);
    assert_eq!(ask("那个", &answered.state, &[]).action, Action::Decline);
}

#[test]
fn none_of_these_is_a_doubt() {
    let offered = ask("退货", &State::default(), &[(1, 0.4), (2, 0.39)]);
    let none = click(Choice::NoneOfThese, &offered.state);
    assert_eq!((&none.action, none.reason), (&Action::Decline, BotReason::NoneOfThese));
    assert_eq!(none.question, "退货");
    let again = ask("退货啊", &none.state, &[(1, 0.4), (2, 0.39)]);
    assert_eq!(again.action, Action::Handoff, "the same candidates are not offered twice");
}

#[test]
fn a_button_older_than_its_entry_is_a_doubt() {
    assert_eq!(click(Choice::Unknown, &State::default()).action, Action::Clarify);
    assert_eq!(Choice::from_option("faq_nonsense", |_| true), Choice::Unknown);
    assert_eq!(Choice::from_option(&id(3).to_string(), |_| false), Choice::Unknown);
    assert_eq!(Choice::from_option(&id(3).to_string(), |_| true), Choice::Entry(id(3)));
    assert_eq!(Choice::from_option("handoff", |_| true), Choice::Handoff);
    assert_eq!(Choice::from_option("none_of_these", |_| true), Choice::NoneOfThese);
}

#[test]
fn feedback_thanks_or_hands_over() {
    let policy = Policy::default();
    let state = State { question: "怎么退货".to_owned(), unsure_count: 1, ..State::default() };
    let good = decide(&Turn::Feedback { helpful: true }, &state, &[], &policy);
    assert_eq!((&good.action, good.state.unsure_count), (&Action::Greet(Courtesy::Helpful), 0));
    let bad = decide(&Turn::Feedback { helpful: false }, &state, &[], &policy);
    assert_eq!((&bad.action, bad.reason), (&Action::Handoff, BotReason::NotHelpful));
    assert!(bad.leaves_unanswered());
    assert_eq!(bad.question, "怎么退货");
}

#[test]
fn courtesies_are_returned_and_are_not_questions() {
    let state = State { question: "怎么退货".to_owned(), unsure_count: 1, ..State::default() };
    let hello = ask("你好", &state, &[(1, 0.9)]);
    assert_eq!((&hello.action, hello.reason), (&Action::Greet(Courtesy::Greeting), BotReason::Greeting));
    assert_eq!(hello.state, state);
    assert_eq!(
        ask("你好", &state, &[(1, 1.0)]).action,
        Action::Answer { id: id(1) },
        "an entry may say hello itself"
    );
}

#[test]
fn state_survives_storage_and_older_forms() {
    let state = ask("退货", &State::default(), &[(1, 0.4)]).state;
    let stored = serde_json::to_string(&state).expect("plain data");
    assert_eq!(serde_json::from_str::<State>(&stored).expect("what was stored"), state);
    assert_eq!(serde_json::from_str::<State>("{}").expect("an empty state"), State::default());
}

fn turns() -> impl Strategy<Value = Turn> {
    prop_oneof![
        4 => "[退货运费那个怎么弄]{0,8}".prop_map(Turn::Text),
        1 => any::<String>().prop_map(Turn::Text),
        1 => Just(Turn::Text("你好".to_owned())),
        1 => Just(Turn::Text("帮我转人工".to_owned())),
        1 => (0..6_u128).prop_map(|number| Turn::Choice(Choice::Entry(id(number)))),
        1 => Just(Turn::Choice(Choice::NoneOfThese)),
        1 => Just(Turn::Choice(Choice::Handoff)),
        1 => Just(Turn::Choice(Choice::Unknown)),
        1 => any::<bool>().prop_map(|helpful| Turn::Feedback { helpful }),
        1 => Just(Turn::Handoff),
    ]
}

fn scores() -> impl Strategy<Value = Vec<(u128, f64)>> {
    proptest::collection::btree_map(0..6_u128, 0.0..=1.0_f64, 0..6).prop_map(|scores| {
        let mut scores: Vec<(u128, f64)> = scores.into_iter().collect();
        scores.sort_by(|a, b| b.1.total_cmp(&a.1));
        scores
    })
}

fn is_doubt(decision: &Decision) -> bool {
    matches!(decision.action, Action::Clarify | Action::Decline)
}

proptest! {
    /// Plays whole conversations and checks every promise at every step.
    #[test]
    fn promises_hold_over_any_conversation(steps in proptest::collection::vec((turns(), scores()), 1..30)) {
        let policy = Policy::default();
        let mut state = State::default();
        let mut doubts = 0;
        let mut offered: Vec<FaqId> = Vec::new();
        for (turn, scores) in steps {
            let matches = found(&scores);
            let decision = decide(&turn, &state, &matches, &policy);
            prop_assert_eq!(&decision, &decide(&turn, &state, &matches, &policy), "deterministic");
            let wants_person = match &turn {
                Turn::Handoff | Turn::Choice(Choice::Handoff) | Turn::Feedback { helpful: false } => true,
                Turn::Text(text) => crate::handoff::requested(text),
                _ => false,
            };
            prop_assert!(!wants_person || decision.action == Action::Handoff, "a request always wins");
            doubts += u32::from(is_doubt(&decision));
            prop_assert!(doubts < policy.max_unsure, "a second doubt is a handoff");
            if let Action::Offer { ids } = &decision.action {
                prop_assert!(!ids.is_empty() && ids.len() <= policy.max_options);
                prop_assert!(ids.iter().all(|one| !offered.contains(one)), "nothing is offered twice");
                offered.extend(ids);
            }
            if let Action::Answer { .. } | Action::Handoff | Action::Greet(Courtesy::Helpful) = decision.action {
                doubts = 0;
                offered.clear();
            }
            prop_assert_eq!(Phrase::of(&decision.action, decision.reason).is_none(), decision.action.kind() == BotAction::Answer);
            state = decision.state;
        }
    }

    /// Whoever keeps asking without being understood reaches a person soon, whatever is found.
    #[test]
    fn texts_without_an_answer_end_with_a_person(scores in proptest::collection::vec(scores(), 5)) {
        let policy = Policy::default();
        let mut state = State::default();
        let mut settled = false;
        for scores in scores {
            let decision = ask("那个怎么弄", &state, &scores);
            settled |= matches!(decision.action, Action::Answer { .. } | Action::Handoff);
            state = decision.state;
        }
        prop_assert!(settled, "{} offers and {} doubts are the most", policy.max_offers, policy.max_unsure);
    }
}
