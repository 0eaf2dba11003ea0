//! What the store promises, on both databases.

#![expect(clippy::disallowed_methods, reason = "tests spawn bare tasks: a panic in one fails the test")]

mod archive;
mod consumers;
mod copy;
mod encryption;
mod journal;
mod outbox;
mod partitions;
mod units;
mod upgrade;
