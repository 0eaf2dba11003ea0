//! Why a vault can't be opened, with what to do about it. Never with a key or a secret.

use yingda_model::Error as ModelError;

/// Why there is no vault.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The store has secrets, and there is no key.
    #[error(
        "the vault has no key: {place} is not there, and the secrets in the store are sealed under key {wanted}. Bring that \
         key back; if it is lost for good, `yingda vault reset` gives the secrets up and makes new ones"
    )]
    Missing { place: String, wanted: String },
    /// The store has secrets, and the key is another.
    #[error(
        "the vault's key is not that of this store: its secrets are sealed under key {wanted}, and {place} has {found}. Bring \
         the right key; all servers of one database need the same. If it is lost for good, `yingda vault reset` gives the \
         secrets up and makes new ones"
    )]
    Wrong { place: String, wanted: String, found: String },
    /// What was given is not a key.
    #[error("{place} does not hold a key: {why}")]
    Unreadable { place: String, why: String },
    /// There is nothing to rotate to.
    #[error(
        "there is no newer key: put one after {current} in {place} (`yingda vault new-key` makes one), for all servers of the \
         database, and run this again"
    )]
    NothingNewer { place: String, current: String },
    /// A secret does not open although its key is there: it was changed, or belongs elsewhere.
    #[error("the {kind} of {owner} can't be opened with its key: it was changed or put in another's place")]
    Damaged { owner: String, kind: String },
    /// The store has failed.
    #[error(transparent)]
    Store(#[from] ModelError),
}

impl From<VaultError> for ModelError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Store(error) => error,
            other => Self::internal(other),
        }
    }
}
