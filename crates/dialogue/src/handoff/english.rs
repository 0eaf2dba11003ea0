//! Requests for a person in English: a verb of wishing or talking, then a word for a person. Works on words.

use crate::words::{Words, words};

words! {
    /// People who can be asked for. An underscore joins the words of one name.
    PEOPLE = "
        human humans person people agent representative rep operator advisor adviser associate staff manager
        supervisor specialist someone somebody anyone human_being customer_service customer_support
        customer_care support_team tech_support live_chat employee colleague
    ";

    /// Names that are a request when nothing but courtesies stands around them.
    BY_NAME = "
        human agent representative rep operator person real_person real_human live_agent live_person
        live_human live_chat human_agent human_support human_being customer_service customer_support
        support_agent customer_service_agent customer_service_representative service_agent actual_person
        actual_human live_support human_help live_representative live_operator
    ";

    /// Verbs that, with a person after them, mean a talk.
    TALKS = "
        talk speak chat talking speaking chatting connect transfer escalate forward redirect switch hand
        through pass contact reach
    ";

    /// Verbs that wish for much; the person must end the clause or be followed by one of [`AFTER`].
    WISHES = "need want get give have find prefer like bring call request there";

    /// What may follow a person who is wished for.
    AFTER = "
        please now here instead to who asap thanks thank immediately right today that for on available help
        helping i quickly urgently not and or in about with online there then
    ";

    /// What makes another thing of a person: "agent fee", "customer service hours".
    COMPOUNDS = "
        fee fees hours hour number phone email e-mail mail address discount price prices pricing size name
        id code commission line hotline policy account accounts rate app readable hair cost costs charge
        charges times team's else said told else's
    ";

    /// Words that turn a request round or tell of an earlier one.
    TURNED = "
        don't dont not never without already yesterday didn't no avoid spoke talked did earlier instead
        won't am are time when hours should made
    ";

    /// What makes people of another trade of those who can be asked for.
    TRADES = "estate travel insurance secret double free cleaning shipping bank";

    COURTESIES = "
        please pls hi hello hey a an the now just ok okay thanks thank you asap real i any only so yes
    ";

    /// Machines that one may refuse to talk to.
    MACHINES = "bot bots robot robots machine machines chatbot chatbots ai";

    /// Clauses that ask for a person in words of their own.
    SAYINGS = "
        is_anyone_there anyone_there is_anybody_there is_there_anyone_there is_somebody_there anybody_there
        is_anyone_here are_you_there_anyone any_human_here any_humans_here human_now someone_real
        transfer_me can_you_transfer_me could_you_transfer_me talk_to_support speak_to_support speak_with_support
        contact_support chat_with_support let_me_talk_to_support let_me_speak_to_support can_i_talk_to_support
        can_i_speak_to_support want_to_talk_to_support connect_me_to_support
    ";

    /// People who are also meant in general: "someone" is asked for only by a verb of talking.
    VAGUE = "someone somebody anyone people person staff associate colleague employee";

    /// What makes a [`VAGUE`] person one of flesh and blood.
    REAL = "real actual live";

    /// What refuses a machine before it is named, and what it would have been for.
    REFUSALS = "don't dont no stop not hate";

    REFUSED = "talk talking speak speaking chat chatting want more";
}

/// So many words may stand between a verb of talking and a person, and between a wish and a person.
const TALK_REACH: usize = 6;
const WISH_REACH: usize = 4;

/// Whether a clause asks for a person.
pub(super) fn asks(clause: &str) -> bool {
    let words: Vec<&str> = clause
        .split(|character: char| !(character.is_alphanumeric() || character == '\'' || character == '-'))
        .filter(|word| !word.is_empty())
        .collect();
    asks_by_name(&words) || refuses_machine(&words) || (0..words.len()).any(|place| asks_for(&words, place))
}

fn asks_by_name(words: &[&str]) -> bool {
    let courtesy = |word: &&&str| COURTESIES.contains(word);
    let front = words.iter().take_while(courtesy).count();
    let back = words[front..].iter().rev().take_while(courtesy).count();
    let core = words[front..words.len() - back].join("_");
    BY_NAME.contains(&core) || SAYINGS.contains(&core) || SAYINGS.contains(&words.join("_"))
}

/// "I don't want to talk to a bot", "no more bots".
fn refuses_machine(words: &[&str]) -> bool {
    let Some(machine) = words.iter().position(|word| MACHINES.contains(word)) else { return false };
    let before = &words[..machine];
    let refused = any(before, &REFUSALS) && any(before, &REFUSED);
    refused || matches!(words, ["no", "bots"] | ["stop", "bot"])
}

/// Whether the word at `place` begins a person that the words around it ask for.
fn asks_for(words: &[&str], place: usize) -> bool {
    let rest = &words[place..];
    let Some(person) = PEOPLE
        .iter()
        .find(|person| person.split('_').eq(rest.iter().copied().take(person.split('_').count())))
    else {
        return false;
    };
    let before = &words[..place];
    let after = &rest[person.split('_').count()..];
    if after.first().is_some_and(|next| COMPOUNDS.contains(next))
        || before.last().is_some_and(|trade| TRADES.contains(trade))
        || any(before, &TURNED)
        || asks_about(before)
    {
        return false;
    }
    if any(last(before, TALK_REACH), &TALKS) {
        return true;
    }
    if VAGUE.contains(person) && !any(before, &REAL) {
        let one = person == "person" && after.is_empty() && before.ends_with(&["a"]);
        return there_to_talk_to(before, after) || (one && wished_for(before, after));
    }
    wished_for(before, after)
}

/// "Do I have to speak to someone to close my account": a question that has an answer.
fn asks_about(before: &[&str]) -> bool {
    before.windows(3).any(|words| matches!(words, ["do", "i", "need" | "have"]))
}

/// "Is there someone I can talk to".
fn there_to_talk_to(before: &[&str], after: &[&str]) -> bool {
    let talk = |pair: &[&str]| TALKS.contains(pair[0]) && matches!(pair[1], "to" | "with");
    before.contains(&"there") && after.windows(2).any(talk)
}

/// "I need a human", "get me your manager now".
fn wished_for(before: &[&str], after: &[&str]) -> bool {
    any(last(before, WISH_REACH), &WISHES) && after.first().is_none_or(|next| AFTER.contains(next))
}

fn last<'a, 'b>(words: &'a [&'b str], count: usize) -> &'a [&'b str] {
    &words[words.len().saturating_sub(count)..]
}

fn any(words: &[&str], list: &Words) -> bool {
    words.iter().any(|word| list.contains(word))
}
