//! The visitor token: our own word for which device this is and, once the shop has said so, who is logged in on it.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use yingda_model::{ChannelId, Result, Timestamp, Unauthenticated, VisitorId};

use super::jwt;

/// How long a token is good for.
pub const LIFETIME: Duration = Duration::from_secs(180 * 24 * 60 * 60);

/// What a visitor token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorToken {
    /// The device.
    pub visitor: VisitorId,
    /// Where it came in.
    pub channel: ChannelId,
    /// The person who is logged in, by the shop's word; none for an anonymous visitor.
    pub vouched: Option<Vouched>,
    /// When it was issued, to the second.
    pub issued_at: Timestamp,
    /// When it ends, to the second.
    pub expires_at: Timestamp,
}

/// Who the shop said is logged in, and under which secret it said so: with a new secret its old words are worth nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vouched {
    /// The shop's id of the person.
    #[serde(rename = "ext")]
    pub external_id: String,
    #[serde(rename = "sec")]
    secret: String,
}

impl Vouched {
    /// A person for whom the shop has vouched with this secret.
    pub fn new(external_id: String, secret: &str) -> Self {
        Self { external_id, secret: fingerprint(secret) }
    }

    /// Whether this is the secret.
    pub fn holds(&self, secret: &str) -> bool {
        self.secret == fingerprint(secret)
    }
}

/// Enough of a hash to tell secrets apart, and nothing that leads back to one.
fn fingerprint(secret: &str) -> String {
    Sha256::digest(secret).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Serialize, Deserialize)]
struct Claims {
    vis: VisitorId,
    chn: ChannelId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    who: Option<Vouched>,
    iat: i64,
    exp: i64,
}

impl VisitorToken {
    /// A token that begins now.
    pub fn new(visitor: VisitorId, channel: ChannelId, vouched: Option<Vouched>, now: Timestamp) -> Self {
        Self { visitor, channel, vouched, issued_at: now, expires_at: now.plus(LIFETIME) }
    }

    /// The signed text that the device keeps.
    pub fn sign(&self, secret: &[u8]) -> Result<String> {
        let claims = Claims {
            vis: self.visitor,
            chn: self.channel,
            who: self.vouched.clone(),
            iat: jwt::seconds(self.issued_at),
            exp: jwt::seconds(self.expires_at),
        };
        jwt::sign(&claims, secret)
    }

    /// What a token says, if we signed it and its time is not over.
    pub fn verify(token: &str, secret: &[u8], now: Timestamp) -> Result<Self, Unauthenticated> {
        let claims: Claims = jwt::verify(token, secret)?;
        let (Some(issued_at), Some(expires_at)) = (jwt::time(claims.iat), jwt::time(claims.exp)) else {
            return Err(Unauthenticated::TokenInvalid);
        };
        if expires_at <= now {
            return Err(Unauthenticated::TokenExpired);
        }
        Ok(Self { visitor: claims.vis, channel: claims.chn, vouched: claims.who, issued_at, expires_at })
    }
}

#[cfg(test)]
mod tests {
    use yingda_model::Id;
    use yingda_model::id::uuid_v7;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
    const SECRET: &[u8] = b"thirty-two bytes of real secrecy";

    fn token() -> VisitorToken {
        let (visitor, channel) = (Id::from_uuid(uuid_v7(NOW, [1; 10])), Id::from_uuid(uuid_v7(NOW, [2; 10])));
        VisitorToken::new(visitor, channel, Some(Vouched::new("xh-1001".into(), "ws_one")), NOW)
    }

    #[test]
    fn a_signed_token_says_what_was_signed() {
        let signed = token().sign(SECRET).expect("signs");
        assert_eq!(VisitorToken::verify(&signed, SECRET, NOW), Ok(token()));
        let anonymous = VisitorToken { vouched: None, ..token() };
        let signed = anonymous.sign(SECRET).expect("signs");
        assert_eq!(VisitorToken::verify(&signed, SECRET, NOW), Ok(anonymous));
    }

    #[test]
    fn the_shops_word_holds_for_the_secret_with_which_it_was_given() {
        let vouched = token().vouched.expect("is vouched for");
        assert!(vouched.holds("ws_one") && !vouched.holds("ws_two"));
    }

    #[test]
    fn a_token_ends_after_180_days() {
        let signed = token().sign(SECRET).expect("signs");
        let end = NOW.plus(LIFETIME);
        assert!(VisitorToken::verify(&signed, SECRET, end.minus(Duration::from_secs(1))).is_ok());
        assert_eq!(VisitorToken::verify(&signed, SECRET, end), Err(Unauthenticated::TokenExpired));
    }

    #[test]
    fn a_changed_letter_or_another_key_is_noticed() {
        let signed = token().sign(SECRET).expect("signs");
        assert_eq!(VisitorToken::verify(&signed, b"other", NOW), Err(Unauthenticated::TokenInvalid));
        let body = signed.find('.').expect("has parts") + 3;
        let mut forged = signed.clone().into_bytes();
        forged[body] = if forged[body] == b'A' { b'B' } else { b'A' };
        let forged = String::from_utf8(forged).expect("ascii");
        assert_eq!(VisitorToken::verify(&forged, SECRET, NOW), Err(Unauthenticated::TokenInvalid));
        for junk in ["", ".", "..", "a.b.c", "é.é.é", &"x".repeat(100_000)] {
            assert_eq!(VisitorToken::verify(junk, SECRET, NOW), Err(Unauthenticated::TokenInvalid));
        }
    }
}
