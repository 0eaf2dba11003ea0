//! Courtesies: a text that is nothing but a greeting, thanks or a goodbye. Anything more is a question.

/// A courtesy that the bot returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Courtesy {
    Greeting,
    Thanks,
    Goodbye,
    /// The customer said that an answer helped.
    Helpful,
}

/// The courtesy that `text` is, if it is nothing else.
pub fn recognize(text: &str) -> Option<Courtesy> {
    let folded = yingda_language::normalize::fold(text);
    match folded.as_str() {
        "你好" | "hello" => Some(Courtesy::Greeting),
        _ => None,
    }
}
