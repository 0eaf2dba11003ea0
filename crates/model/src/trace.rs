//! Traces: the word that joins everything that was done because of one thing. It stands in the journal and in the log; where
//! spans are exported, it also says to which of them later work belongs.
//!
//! The word is whatever the exporter made of it: W3C's `traceparent` where there is one, a random word where there is
//! none. Spans are made with [`TARGET`] at the level `trace`, so that a log that does not ask for them has none.

/// The target of spans that are meant for export.
pub const TARGET: &str = "yingda_trace";

/// What knows of spans that leave the process.
pub trait Traces: Send + Sync {
    /// Makes a span that has just begun a part of what a word stands for, or the beginning of something new. Answers the
    /// word by which others join this span; none when spans are not exported.
    fn join(&self, span: &tracing::Span, word: Option<&str>) -> Option<String>;
}

/// Spans go nowhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Untraced;

impl Traces for Untraced {
    fn join(&self, _: &tracing::Span, _: Option<&str>) -> Option<String> {
        None
    }
}

/// A `traceparent` as W3C writes it, when it is one: version, trace, span and flags.
pub fn traceparent(text: &str) -> Option<&str> {
    let parts: Vec<&str> = text.split('-').collect();
    let hex = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let set = |part: &str| part.bytes().any(|byte| byte != b'0');
    let [version, trace, span, flags] = parts[..] else { return None };
    let whole = version == "00" && hex(trace, 32) && hex(span, 16) && hex(flags, 2);
    (whole && set(trace) && set(span)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_w3c_writes_is_a_traceparent() {
        let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assert_eq!(traceparent(good), Some(good));
        for bad in [
            "",
            "0123456789abcdef",
            "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-é",
        ] {
            assert_eq!(traceparent(bad), None, "{bad}");
        }
    }
}
