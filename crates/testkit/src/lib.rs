//! What tests stand on: each database in turn, a clock that moves only when told, seeded randomness, a small company,
//! and with the feature `app` the whole product in process.
//!
//! For tests only: the product never uses it. Test doubles for channels or models live here too once there are any.

#[cfg(feature = "app")]
mod app;
mod company;
mod databases;
mod environment;

#[cfg(feature = "app")]
pub use app::{Answer, Client, TestApp, for_each_app};
pub use company::{Company, IDENTITY_SECRET, PASSWORD, company, vault};
pub use databases::{for_each_database, for_each_pair_of_databases, for_two_of_each_database};
pub use environment::{MockClock, SeededRandom, TestEnvironment};
