//! Whether a text asks for a person.

/// Whether the customer asks, in Chinese or English, to be passed to a person.
pub fn requested(text: &str) -> bool {
    yingda_language::normalize::fold(text).contains("转人工")
}
