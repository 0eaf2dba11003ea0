//! Fields of a patch that can be left alone, set, or cleared with `null`.

use serde::{Deserialize, Deserializer};

/// Reads a present field; with `#[serde(default)]` an absent one stays `None`, and `null` is `Some(None)`.
#[expect(clippy::option_option, reason = "absent, null and a value are three different wishes")]
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
