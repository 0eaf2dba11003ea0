//! Stories about customers, on each database.

mod editing;
mod identities;
mod sign_ins;
mod world;
