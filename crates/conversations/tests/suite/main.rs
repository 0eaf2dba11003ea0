//! Stories of conversations, on both databases.

mod desk;

mod attachments;
mod bot;
mod doors;
mod lifecycle;
mod receiving;
mod routing;
mod watching;
