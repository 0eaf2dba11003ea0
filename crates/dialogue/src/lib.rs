//! The bot's mind: what to do with what a customer said.
//!
//! Pure: a turn, the state so far and what knowledge found go in, one decision with its reason and the next state
//! come out. Doesn't search, store or send, and has no words of its own except the catalogue in [`phrases`].

pub mod decide;
pub mod handoff;
pub mod phrases;
pub mod policy;
pub mod smalltalk;
pub mod turn;
mod verdict;
mod words;

pub use decide::{Action, Decision, decide};
pub use policy::Policy;
pub use smalltalk::Courtesy;
pub use turn::{Choice, State, Turn};
