//! Compact JWTs with HMAC-SHA-256, checked for signature, algorithm, size and times. No other algorithm is known here.

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::Serialize;
use serde::de::DeserializeOwned;
use yingda_model::{Error, Result, Timestamp, Unauthenticated};

/// Bytes of the longest token that is looked at.
const MAX_TOKEN: usize = 4_096;

/// Signs claims.
pub(super) fn sign(claims: &impl Serialize, secret: &[u8]) -> Result<String> {
    let key = EncodingKey::from_secret(secret);
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &key).map_err(Error::internal)
}

/// Claims of a token that was signed with this secret. Times are the caller's to check, by the injected clock.
pub(super) fn verify<T: DeserializeOwned>(token: &str, secret: &[u8]) -> Result<T, Unauthenticated> {
    if token.len() > MAX_TOKEN {
        return Err(Unauthenticated::TokenInvalid);
    }
    let mut validation = Validation::new(Algorithm::HS256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    match jsonwebtoken::decode(token, &DecodingKey::from_secret(secret), &validation) {
        Ok(decoded) => Ok(decoded.claims),
        Err(error) => Err(match error.kind() {
            ErrorKind::ExpiredSignature => Unauthenticated::TokenExpired,
            _ => Unauthenticated::TokenInvalid,
        }),
    }
}

/// A time as JWTs write it, in seconds; none when it is beyond all reason.
pub(super) fn time(seconds: i64) -> Option<Timestamp> {
    seconds.checked_mul(1_000).map(Timestamp::from_millis)
}

/// The time in whole seconds, as JWTs write it.
pub(super) fn seconds(time: Timestamp) -> i64 {
    time.millis().div_euclid(1_000)
}
