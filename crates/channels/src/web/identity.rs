//! The identity: a short-lived JWT with which the shop vouches for who is logged in, signed with the channel's secret.
//!
//! Claims: `sub` (the shop's id of the customer), `exp` (at most 24 hours ahead) and `jti` (unique for each token) are
//! required; `name`, `email`, `phone`, `nbf` are optional. That one `jti` signs in one device is checked by whoever
//! keeps what was used.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use yingda_model::{Result, Timestamp, Unauthenticated};

use super::jwt;

/// How far ahead an identity's end may lie.
pub const MAX_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);
/// How far the shop's clock may be off.
const LEEWAY: Duration = Duration::from_secs(60);
/// Characters of the longest `sub` and `jti`.
const MAX_ID: usize = 128;

/// Who is logged in at the shop, by its own word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The shop's id of the customer (`sub`).
    pub external_id: String,
    /// How to address them.
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their telephone number.
    pub phone: Option<String>,
    /// The token's own id (`jti`).
    pub jti: String,
    /// When it ends, to the second.
    pub expires_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    jti: String,
    exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
}

impl Identity {
    /// The signed text, as the shop's server makes it.
    pub fn sign(&self, secret: &str) -> Result<String> {
        let claims = Claims {
            sub: self.external_id.clone(),
            name: self.name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            jti: self.jti.clone(),
            exp: jwt::seconds(self.expires_at),
            nbf: None,
        };
        jwt::sign(&claims, secret.as_bytes())
    }

    /// Who is logged in, if the shop signed it and its time is now.
    pub fn verify(token: &str, secret: &str, now: Timestamp) -> Result<Self, Unauthenticated> {
        let claims: Claims = jwt::verify(token, secret.as_bytes())?;
        let expires_at = jwt::time(claims.exp).ok_or(Unauthenticated::TokenInvalid)?;
        if expires_at <= now {
            return Err(Unauthenticated::TokenExpired);
        }
        let too_long = expires_at > now.plus(MAX_LIFETIME + LEEWAY);
        let too_early = claims.nbf.is_some_and(|begin| begin > jwt::seconds(now.plus(LEEWAY)));
        if too_long || too_early || !is_id(&claims.sub) || !is_id(&claims.jti) {
            return Err(Unauthenticated::TokenInvalid);
        }
        Ok(Self {
            external_id: claims.sub,
            name: claims.name,
            email: claims.email,
            phone: claims.phone,
            jti: claims.jti,
            expires_at,
        })
    }
}

/// Whether a text can name somebody: not empty, not endless, nothing invisible, no spaces around it.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= MAX_ID
        && text.trim() == text
        && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
    use serde_json::{Value, json};

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
    const SECRET: &str = "ws_of_the_channel";

    fn claims() -> Value {
        json!({ "sub": "xh-1001", "name": "林小雨", "jti": "j1", "exp": 1_790_000_600 })
    }

    fn signed(claims: &Value) -> String {
        signed_as(claims, Algorithm::HS256, SECRET)
    }

    fn signed_as(claims: &Value, algorithm: Algorithm, secret: &str) -> String {
        encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret.as_bytes())).expect("signs")
    }

    fn refusal(token: &str) -> Unauthenticated {
        Identity::verify(token, SECRET, NOW).expect_err("must be refused")
    }

    #[test]
    fn a_signed_identity_says_who_it_is() {
        let identity = Identity::verify(&signed(&claims()), SECRET, NOW).expect("is good");
        assert_eq!((identity.external_id.as_str(), identity.name.as_deref()), ("xh-1001", Some("林小雨")));
        assert_eq!(identity.email, None);
        let again = identity.sign(SECRET).expect("signs");
        assert_eq!(Identity::verify(&again, SECRET, NOW), Ok(identity));
    }

    #[test]
    fn times_beyond_the_limits_are_refused() {
        let mut late = claims();
        late["exp"] = json!(1_790_000_000);
        assert_eq!(refusal(&signed(&late)), Unauthenticated::TokenExpired);
        for (field, value) in [
            ("exp", json!(1_790_000_000 + 24 * 60 * 60 + 61)),
            ("exp", json!(i64::MAX)),
            ("exp", json!("soon")),
            ("exp", Value::Null),
            ("nbf", json!(1_790_000_061)),
        ] {
            let mut wrong = claims();
            wrong[field] = value;
            assert_eq!(refusal(&signed(&wrong)), Unauthenticated::TokenInvalid, "{wrong}");
        }
    }

    #[test]
    fn an_identity_without_a_good_sub_or_jti_is_refused() {
        for field in ["sub", "jti"] {
            for value in
                [json!(""), json!(" x"), json!("a\u{0}b"), json!("x".repeat(129)), json!(7), Value::Null]
            {
                let mut wrong = claims();
                wrong[field] = value;
                assert_eq!(refusal(&signed(&wrong)), Unauthenticated::TokenInvalid, "{wrong}");
            }
        }
    }

    #[test]
    fn other_keys_and_algorithms_are_refused() {
        assert_eq!(refusal(&signed_as(&claims(), Algorithm::HS256, "guess")), Unauthenticated::TokenInvalid);
        for algorithm in [Algorithm::HS384, Algorithm::HS512] {
            assert_eq!(refusal(&signed_as(&claims(), algorithm, SECRET)), Unauthenticated::TokenInvalid);
        }
        let good = signed(&claims());
        let mut parts = good.split('.').skip(1);
        let (body, signature) = (parts.next().expect("body"), parts.next().expect("signature"));
        // {"alg":"none"}, {"typ":"JWT","alg":"none"} and {"alg":"RS256","typ":"JWT"} in base64url.
        for header in [
            "eyJhbGciOiJub25lIn0",
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0",
            "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9",
        ] {
            for signature in ["", signature] {
                let forged = format!("{header}.{body}.{signature}");
                assert_eq!(refusal(&forged), Unauthenticated::TokenInvalid, "{header}");
            }
        }
    }
}
