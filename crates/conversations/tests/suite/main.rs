//! Stories of conversations, on both databases.

#![expect(clippy::disallowed_methods, reason = "tests spawn bare tasks: a panic in one fails the test")]

mod desk;
mod devices;

mod attachments;
mod bot;
mod doors;
mod journal;
mod lifecycle;
mod receiving;
mod routing;
mod watching;
