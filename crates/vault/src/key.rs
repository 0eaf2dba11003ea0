//! Keys: 32 bytes that nobody can guess, each with an id that tells them apart and leads back to none.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use yingda_model::Ctx;

/// A key that seals.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    id: String,
    bytes: [u8; 32],
}

impl Key {
    /// A key with these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        let hash = Sha256::new().chain_update("yingda vault key").chain_update(bytes).finalize();
        Self { id: hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect(), bytes }
    }

    /// A new key.
    pub fn make(ctx: &Ctx) -> Self {
        Self::new(ctx.random())
    }

    /// What tells it from other keys.
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// As it is written to a file.
    pub fn to_text(&self) -> String {
        STANDARD.encode(self.bytes)
    }

    /// Reads base64, or hexadecimal digits.
    fn parse(text: &str) -> Option<Self> {
        let bytes = if text.len() == 64 && text.is_ascii() {
            let digits = |index: usize| u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).ok();
            (0..32).map(digits).collect::<Option<Vec<u8>>>()
        } else {
            STANDARD.decode(text).ok()
        };
        Some(Self::new(bytes?.try_into().ok()?))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.id)
    }
}

/// The keys that a vault has, in the order in which they were given; never none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys(Vec<Key>);

impl Keys {
    /// Reads keys with spaces, commas or lines between them.
    ///
    /// # Errors
    /// When there is none, or a word is not one. The words themselves are not told.
    pub fn parse(text: &str) -> Result<Self, String> {
        let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
        let mut keys: Vec<Key> = Vec::new();
        for (index, word) in words.enumerate() {
            let key = Key::parse(word).ok_or_else(|| {
                format!("word {} is not 32 bytes as base64 or 64 hexadecimal digits", index + 1)
            })?;
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        if keys.is_empty() { Err("it is empty".into()) } else { Ok(Self(keys)) }
    }

    /// One key.
    pub fn of(key: Key) -> Self {
        Self(vec![key])
    }

    /// A key by its id.
    pub fn find(&self, id: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.id == id)
    }

    /// The last one, which is the newest.
    pub fn newest(&self) -> &Key {
        &self.0[self.0.len() - 1]
    }

    /// All of them.
    pub fn each(&self) -> impl Iterator<Item = &Key> {
        self.0.iter()
    }

    /// Their ids, for people.
    pub fn ids(&self) -> String {
        self.0.iter().map(Key::id).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_people_and_key_services_write_them() {
        let key = Key::new([7; 32]);
        let hex = "07".repeat(32);
        for text in [
            key.to_text(),
            format!("\n{}\n", key.to_text()),
            hex.clone(),
            format!("{hex}, {}", key.to_text()),
        ] {
            assert_eq!(Keys::parse(&text), Ok(Keys::of(key.clone())), "{text}");
        }
        let two = Keys::parse(&format!("{hex},{}", "08".repeat(32))).expect("two keys");
        assert_eq!((two.each().count(), two.newest().id()), (2, Key::new([8; 32]).id()));
        for bad in ["", " \n", "secretword", &hex[1..], &STANDARD.encode([1; 16])] {
            let why = Keys::parse(bad).expect_err("not a key");
            assert!(bad.trim().is_empty() || !why.contains(bad), "{why}");
        }
    }

    #[test]
    fn a_key_shows_its_id_alone() {
        let key = Key::new([7; 32]);
        assert_eq!(format!("{key:?}"), format!("Key({})", key.id()));
        assert_ne!(key.id(), Key::new([8; 32]).id());
    }
}
