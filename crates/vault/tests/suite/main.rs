//! The vault on each database.

mod rotating;
mod sealing;
