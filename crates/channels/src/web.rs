//! The web channel: who a visitor is, by two kinds of signed tokens, and which pages may embed the widget.
//!
//! A *visitor token* is ours: it says which device this is. An *identity* is the shop's: it says who is logged in there.
//! Both are JWTs with HMAC-SHA-256 and nothing else, each under its own key.

pub mod identity;
mod jwt;
pub mod origin;
pub mod visitor;

pub use identity::Identity;
pub use visitor::{VisitorToken, Vouched};
