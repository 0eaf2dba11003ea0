//! Secrets: words that only the product and those whom they are for may know. They show nothing of themselves in logs; who
//! may see one is decided where it is handed out.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text_enum::text_enum;

/// A secret in the clear. Its `Debug` form and an error's text never hold it; as JSON it is itself, for the one answer
/// that is for those who may have it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// A secret that somebody has chosen.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself, for whoever signs, opens or answers with it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

text_enum! {
    /// What a secret that is kept is for.
    SecretKind {
        /// Signs the shop's word for who is logged in; one for each channel.
        Identity = "identity_secret",
        /// Signs the tokens of visitors' devices; one for the deployment.
        VisitorTokens = "visitor_token_key",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_nothing_of_itself() {
        let secret = Some(Secret::new("ws_precious"));
        assert_eq!(format!("{secret:?}"), "Some(Secret(…))");
        assert_eq!(serde_json::to_string(&secret).expect("serialises"), "\"ws_precious\"");
    }
}
