//! The API as its callers see it: one story for each promise, on both databases.

mod authorisation;
mod files;
mod idempotency;
mod invitations;
mod members;
mod openapi;
mod problems;
mod rates;
mod session;
mod setup;
mod teams;
mod tokens;
