//! Who takes waiting work, and how long it will wait.
//!
//! Pure: values in, a decision with its explanation out. Holds no queue, no clock and no connection; the service
//! that calls it commits the assignment with a condition, since what it was told may have changed meanwhile.

pub mod assign;
pub mod wait;

pub use assign::{Decision, PassedOver, Refusal, WaitReason, Work, assign};
pub use wait::estimate_wait;
