//! Passwords as argon2id hashes, made and checked on threads that may block. What a good password is, is decided here
//! too; who owns one is not.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::task::spawn_blocking;
use yingda_model::error::Checks;
use yingda_model::{Ctx, Error, Result};

/// Characters of the shortest password.
pub const SHORTEST: usize = 10;
/// Characters of the longest password: hashing must not become a way to keep the server busy.
const LONGEST: usize = 200;

/// What logins with unknown addresses are checked against, so that they take as long as those with known ones.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$zjaIH+XTmTJit1zornYB0K/nBuwl9zNDSIfCvPhp/pc";

/// 19 MiB, two passes, one lane: the first choice of OWASP's recommendations for storing passwords.
fn algorithm() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Notes what is wrong with a new password.
pub fn check(checks: &mut Checks, password: &str, pointer: &str) {
    let length = password.chars().count();
    checks.check(length >= SHORTEST, pointer, "too_short", "must have at least 10 characters");
    checks.check(length <= LONGEST, pointer, "too_long", "must have at most 200 characters");
}

/// The hash of a new password, as a PHC string.
pub async fn hash(ctx: &Ctx, password: &str) -> Result<String> {
    let salt: [u8; 16] = ctx.random();
    let password = password.to_owned();
    blocking(move || {
        let hash: PasswordHash = algorithm().hash_password_with_salt(password.as_bytes(), &salt)?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether a password is the one that was hashed. Without a hash it takes as long and is wrong.
pub async fn verify(hash: Option<String>, password: &str) -> Result<bool> {
    if password.chars().count() > LONGEST {
        return Ok(false);
    }
    let password = password.to_owned();
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
    let right = blocking(move || {
        let parsed = PasswordHash::new(&hash)?;
        Ok(algorithm().verify_password(password.as_bytes(), &parsed).is_ok())
    })
    .await?;
    Ok(right && known)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, argon2::password_hash::Error> + Send + 'static,
) -> Result<T> {
    let done = spawn_blocking(work).await.map_err(Error::internal)?;
    done.map_err(|error| Error::internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use yingda_model::{Actor, Environment};

    use super::*;

    #[tokio::test]
    async fn a_password_is_right_only_for_its_own_hash() {
        let ctx = Environment::default().ctx(Actor::Anonymous);
        let hash = hash(&ctx, "correct horse battery").await.expect("hashes");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify(Some(hash.clone()), "correct horse battery").await.expect("verifies"));
        assert!(!verify(Some(hash), "correct horse").await.expect("verifies"));
        assert!(!verify(None, "nobody").await.expect("the stand-in is a hash"));
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        for (password, good) in [("ninechars", false), ("ten chars!", true), (&*"x".repeat(201), false)] {
            let mut checks = Checks::default();
            check(&mut checks, password, "/password");
            assert_eq!(checks.finish().is_ok(), good, "{password}");
        }
    }
}
