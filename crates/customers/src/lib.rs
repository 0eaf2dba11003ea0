//! Customers: who somebody is, what we know about them, what they bought and what they agreed to.
//!
//! What they say and what is done about it is a matter for `conversations`; how the shop vouches for them on the wire is
//! one for `channels`.

pub mod consents;
pub mod customers;
pub mod identities;
mod nullable;
pub mod orders;
pub mod profiles;
pub mod sign_ins;

pub use profiles::Profile;
pub use sign_ins::{IdentityToken, identify};
