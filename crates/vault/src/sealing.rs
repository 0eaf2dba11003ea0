//! Sealing: AES-256-GCM with a fresh nonce, bound to what the secret belongs to, so that rows can't change places.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use yingda_model::{Ctx, Error, Result, Secret, SecretKind};
use yingda_store::secrets::Sealed;

use crate::error::VaultError;
use crate::key::Key;

/// The form of what is sealed here; the first byte of it.
const FORM: u8 = 1;

/// Seals a secret under a key.
pub fn seal(ctx: &Ctx, key: &Key, owner: &str, kind: SecretKind, secret: &Secret) -> Result<Sealed> {
    // Random nonces are safe far beyond the handful of secrets that a key ever seals.
    let nonce: [u8; NONCE_LEN] = ctx.random();
    let mut text = secret.expose().as_bytes().to_vec();
    let bound = Aad::from(bound_to(owner, kind, key.id()));
    cipher(key)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound, &mut text)
        .map_err(|_| Error::internal("a secret could not be sealed"))?;
    let content = STANDARD.encode([&[FORM][..], &nonce, &text].concat());
    Ok(Sealed { owner: owner.to_owned(), kind, key_id: key.id().to_owned(), content })
}

/// Opens a secret with its key.
///
/// # Errors
/// When it was changed, or sealed for another owner, another kind or with another key.
pub fn open(key: &Key, sealed: &Sealed) -> Result<Secret, VaultError> {
    try_open(key, sealed)
        .ok_or_else(|| VaultError::Damaged { owner: sealed.owner.clone(), kind: sealed.kind.to_string() })
}

fn try_open(key: &Key, sealed: &Sealed) -> Option<Secret> {
    let content = STANDARD.decode(&sealed.content).ok()?;
    let (form, rest) = content.split_first()?;
    let (nonce, text) = rest.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok().filter(|_| *form == FORM)?;
    let bound = Aad::from(bound_to(&sealed.owner, sealed.kind, &sealed.key_id));
    let mut text = text.to_vec();
    let opened = cipher(key).ok()?.open_in_place(nonce, bound, &mut text).ok()?;
    String::from_utf8(opened.to_vec()).ok().map(Secret::new)
}

fn cipher(key: &Key) -> Result<LessSafeKey> {
    let unbound = UnboundKey::new(&AES_256_GCM, key.bytes());
    unbound.map(LessSafeKey::new).map_err(|_| Error::internal("a key does not fit its cipher"))
}

/// What a secret is bound to. Ids and kinds are words without a line's end, so no two names give the same bytes.
fn bound_to(owner: &str, kind: SecretKind, key_id: &str) -> Vec<u8> {
    format!("yingda secret\n{owner}\n{kind}\n{key_id}").into_bytes()
}

#[cfg(test)]
mod tests {
    use yingda_model::{Actor, Environment};

    use super::*;

    #[test]
    fn a_secret_opens_where_it_belongs_and_nowhere_else() {
        let ctx = Environment::default().ctx(Actor::System);
        let (key, secret) = (Key::make(&ctx), Secret::new("ws_precious"));
        let sealed = seal(&ctx, &key, "chn_1", SecretKind::Identity, &secret).expect("sealed");
        assert_eq!(open(&key, &sealed).expect("opens"), secret);
        assert!(!sealed.content.contains("precious"));
        let again = seal(&ctx, &key, "chn_1", SecretKind::Identity, &secret).expect("sealed");
        assert_ne!(sealed.content, again.content, "each sealing is its own");

        let other_owner = Sealed { owner: "chn_2".into(), ..sealed.clone() };
        let other_kind = Sealed { kind: SecretKind::VisitorTokens, ..sealed.clone() };
        let mut bytes = STANDARD.decode(&sealed.content).expect("base64");
        *bytes.last_mut().expect("bytes") ^= 1;
        let changed = Sealed { content: STANDARD.encode(&bytes), ..sealed.clone() };
        let newer = Sealed { content: STANDARD.encode([&[2], &bytes[1..]].concat()), ..sealed.clone() };
        let short = Sealed { content: STANDARD.encode([1, 2, 3]), ..sealed.clone() };
        for wrong in [other_owner, other_kind, changed, newer, short] {
            assert!(open(&key, &wrong).is_err(), "{wrong:?}");
        }
        assert!(open(&Key::make(&ctx), &sealed).is_err());
    }
}
