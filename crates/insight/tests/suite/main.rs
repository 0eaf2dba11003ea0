//! Numbers on both databases: what the journal tells is counted once, where it belongs, for those who may see it.

#![expect(clippy::disallowed_methods, reason = "tests spawn bare tasks: a panic in one fails the test")]

mod counting;
mod days;
mod journal;
