//! The vault: seals what the store must keep and nobody may read, and opens it for the services that need it.
//!
//! It owns the keys and where they come from. It does not know what a secret is used for, who may see it, or how it is
//! stored: that is for the services and the store.

mod error;
mod key;
mod rotation;
mod sealing;
mod source;
mod vault;

pub use error::VaultError;
pub use key::{Key, Keys};
pub use rotation::{Reset, Rotation, reset, rotate};
pub use source::Source;
pub use vault::Vault;
