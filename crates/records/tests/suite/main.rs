//! Stories of what is forgotten and what is kept, on each database.

mod archiving;
mod erasing;
mod shop;
mod sweeping;
