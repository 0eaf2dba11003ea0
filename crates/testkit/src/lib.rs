//! What tests stand on: each database in turn, a clock that moves only when told, seeded randomness, a small company.
//!
//! For tests only: the product never uses it. Test doubles for channels or models live here too once there are any.

mod company;
mod databases;
mod environment;

pub use company::{Company, IDENTITY_SECRET, PASSWORD, company};
pub use databases::for_each_database;
pub use environment::{MockClock, SeededRandom, TestEnvironment};
