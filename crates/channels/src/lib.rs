//! Channels: one module per way in which customers reach us. Each verifies who sends and speaks the channel's language.
//!
//! Pure adapters without any business rule: no store, no clock, no socket. What a message leads to is decided in
//! `conversations`.

pub mod web;
