//! Whether a text asks for a person.
//!
//! Rules, not statistics: a request must never be missed because of a threshold, and a question *about* people
//! ("人工费多少钱", "what are your customer service hours") must never end in a queue. A text asks when one of its
//! clauses does. What the bot does about it is decided elsewhere.

mod chinese;
mod english;

#[cfg(test)]
mod tests;

use yingda_language::normalize;

use crate::smalltalk;

/// Longer clauses are read in pieces of so many characters, so that time stays linear in the text.
const LONGEST: usize = 160;

/// Whether the customer asks, in Chinese or English, to be passed to a person.
pub fn requested(text: &str) -> bool {
    let text = normalize(text);
    let clauses: Vec<String> = clauses(&text).collect();
    let said = clauses.iter().filter(|clause| smalltalk::recognize(clause).is_none()).count();
    clauses.iter().any(|clause| chinese::asks(clause, said == 1) || english::asks(clause))
}

/// The parts of a normalised text between signs that end a thought.
fn clauses(text: &str) -> impl Iterator<Item = String> {
    let ends = ['.', ',', '!', '?', ';', ':', '~', '\n', '…', '—', '(', ')', '"'];
    text.split(ends).filter(|clause| !clause.trim().is_empty()).flat_map(|clause| {
        let characters: Vec<char> = clause.chars().collect();
        characters.chunks(LONGEST).map(|piece| piece.iter().collect()).collect::<Vec<String>>()
    })
}
