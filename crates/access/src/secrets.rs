//! Random words that open doors, and the hashes under which they are stored. A hash without salt is enough: the words
//! are 256 random bits.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use yingda_model::Ctx;

/// A new word of 256 random bits, in the letters of URLs.
pub(crate) fn make(ctx: &Ctx) -> String {
    URL_SAFE_NO_PAD.encode(ctx.random::<32>())
}

/// What is stored of a word.
pub(crate) fn hash(word: &str) -> [u8; 32] {
    Sha256::digest(word.as_bytes()).into()
}

/// Compares in a time that does not tell how much was right.
pub fn equal(one: &str, other: &str) -> bool {
    hash(one) == hash(other)
}
