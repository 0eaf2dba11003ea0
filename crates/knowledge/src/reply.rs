//! A decision of the bot put into a message: its own sentences, the entry's answer, the options to choose from.

use yingda_dialogue::phrases::Phrase;
use yingda_dialogue::turn::{HANDOFF, NONE_OF_THESE};
use yingda_dialogue::{Action, Decision};
use yingda_model::message::ContentOption;
use yingda_model::{Content, FaqId, Locale};

use crate::Knowledge;

/// What the bot says with a decision. None only where an entry has gone since it was found.
pub fn content(knowledge: &Knowledge, decision: &Decision, locale: Locale) -> Option<Content> {
    let text = || Phrase::of(&decision.action, decision.reason).map(|phrase| phrase.text(locale).to_owned());
    match &decision.action {
        Action::Answer { id } => {
            let entry = knowledge.entry(*id)?;
            Some(Content::Answer {
                text: entry.answer.clone(),
                faq_id: entry.id,
                title: entry.question.clone(),
            })
        }
        Action::Offer { ids } => {
            Some(Content::Candidates { text: text()?, options: candidates(knowledge, ids, locale)? })
        }
        Action::Clarify | Action::Decline => {
            Some(Content::Menu { text: text()?, options: vec![option(HANDOFF, Phrase::Person.text(locale))] })
        }
        Action::Greet(_) | Action::Handoff => text().map(Content::text),
    }
}

fn candidates(knowledge: &Knowledge, ids: &[FaqId], locale: Locale) -> Option<Vec<ContentOption>> {
    let entries = ids.iter().filter_map(|id| knowledge.entry(*id));
    let mut options: Vec<_> = entries.map(|entry| option(&entry.id.to_string(), &entry.question)).collect();
    if options.is_empty() {
        return None;
    }
    options.push(option(NONE_OF_THESE, Phrase::NoneOfThese.text(locale)));
    Some(options)
}

fn option(id: &str, label: &str) -> ContentOption {
    ContentOption { id: id.to_owned(), label: label.to_owned() }
}
