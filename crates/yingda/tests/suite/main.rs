//! The program as people run it.

mod commands;
mod secrets;
mod serving;
mod support;
