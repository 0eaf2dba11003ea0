//! Who may come in: set-up, members, invitations, teams, brands, roles, passwords, sessions and API tokens.
//!
//! Services that check permissions themselves and speak to the store. Not here: cookies, headers and rate limits (those
//! are the API's), presence and load of agents (those belong to conversations).

mod checks;
mod secrets;

pub mod brands;
pub mod company;
pub mod invitations;
pub mod members;
pub mod passwords;
pub mod recovery;
pub mod roles;
pub mod sessions;
pub mod setup;
pub mod teams;
pub mod tokens;

pub use secrets::equal;
