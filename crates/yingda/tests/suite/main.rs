//! The program as people run it.

mod commands;
mod object_store;
mod secrets;
mod serving;
mod support;
