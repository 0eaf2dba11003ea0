//! The API as its callers see it: one story for each promise, on both databases.

mod attachments;
mod authorisation;
mod base_path;
mod canned_replies;
mod channels;
mod conversations;
mod customers;
mod demo;
mod encrypted;
mod faq;
mod files;
mod idempotency;
mod invitations;
mod members;
mod numbers;
mod openapi;
mod problems;
mod queues;
mod rates;
mod realtime;
mod session;
mod setup;
mod teams;
mod tokens;
mod watching;
mod widget;
