//! Stories of conversations, on both databases.

mod desk;

mod bot;
mod lifecycle;
mod receiving;
mod routing;
mod watching;
