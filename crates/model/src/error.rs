//! What can go wrong, as the caller may know it. Mapped to HTTP in one place (`api::problem`).

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{InvalidId, Limit, Permission};

/// What a service answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The closed set of errors that leave a service.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input is wrong; each entry says where and what.
    #[error("the input is not valid: {}", summary(.0))]
    Invalid(Vec<FieldError>),
    /// Nobody is known to be asking, or what they showed is no good.
    #[error("{}", .0.detail())]
    Unauthenticated(Unauthenticated),
    /// The actor may not do this.
    #[error("this needs the permission {permission}")]
    Forbidden {
        /// What is missing.
        permission: Permission,
    },
    /// There is no such thing, or the actor may not know of it.
    #[error("there is no {what} {id}")]
    NotFound {
        /// The noun.
        what: &'static str,
        /// What was looked for.
        id: String,
    },
    /// The thing is not in a state that allows this.
    #[error("{}", .0.detail())]
    Conflict(Conflict),
    /// More than the limit.
    #[error("{what} is larger than the limit of {limit} {unit}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// How much is allowed.
        limit: u64,
        /// Of what.
        unit: &'static str,
    },
    /// Too often.
    #[error("too many {}: {} {}, {}; try again in {} s", .limit.what(), .most, .limit.unit(), .limit.remedy(), .retry_after.as_secs().max(1))]
    RateLimited {
        /// Of what.
        limit: Limit,
        /// How much of it is allowed here.
        most: u64,
        /// When it is worth trying again.
        retry_after: Duration,
    },
    /// Something this depends on can't be reached now; trying again later is right.
    #[error("the service is not available at the moment")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A fault of ours. The source is logged and never sent.
    #[error("something went wrong on our side")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Why nobody is known to be asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unauthenticated {
    /// Nothing was shown.
    Missing,
    /// Wrong e-mail or password.
    Credentials,
    /// A token that was never issued, or was changed.
    TokenInvalid,
    /// A token past its time.
    TokenExpired,
    /// A token that may be used once and was.
    TokenReplayed,
}

impl Unauthenticated {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "unauthenticated",
            Self::Credentials => "invalid_credentials",
            Self::TokenInvalid => "token_invalid",
            Self::TokenExpired => "token_expired",
            Self::TokenReplayed => "token_replayed",
        }
    }

    /// What to tell the caller.
    pub const fn detail(self) -> &'static str {
        match self {
            Self::Missing => "log in or send a token",
            Self::Credentials => "the e-mail address or the password is wrong",
            Self::TokenInvalid => "the token is not valid: ask for a new one",
            Self::TokenExpired => "the token has expired: ask for a new one",
            Self::TokenReplayed => "this identity token was already used on another device: sign a new one",
        }
    }
}

/// Why the state does not allow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Somebody changed it since it was read.
    StaleVersion,
    /// The conversation is not the actor's.
    NotAssigned,
    /// A colleague has it; their name.
    HeldBy(String),
    /// The agent has no free capacity.
    OverCapacity,
    /// It is resolved already.
    AlreadyResolved,
    /// The same idempotency key came with another request.
    IdempotencyKeyReused,
    /// The product has not been set up.
    SetupRequired,
    /// A name or address that must be unique is taken; the field.
    Taken(&'static str),
    /// It is in use by something else; what.
    InUse(String),
    /// Anything else, with a sentence for the caller.
    Other(&'static str),
}

impl Conflict {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::StaleVersion => "stale_version",
            Self::NotAssigned => "not_assigned",
            Self::HeldBy(_) => "already_held",
            Self::OverCapacity => "over_capacity",
            Self::AlreadyResolved => "already_resolved",
            Self::IdempotencyKeyReused => "idempotency_key_reused",
            Self::SetupRequired => "setup_required",
            Self::Taken(_) | Self::InUse(_) | Self::Other(_) => "conflict",
        }
    }

    /// What to tell the caller.
    pub fn detail(&self) -> String {
        match self {
            Self::StaleVersion => "somebody changed it in the meantime: read it again".into(),
            Self::NotAssigned => "the conversation is not assigned to you: claim it first".into(),
            Self::HeldBy(name) => format!("{name} has the conversation already"),
            Self::OverCapacity => "the agent has no free capacity".into(),
            Self::AlreadyResolved => "the conversation is resolved".into(),
            Self::IdempotencyKeyReused => "this idempotency key came with a different request".into(),
            Self::SetupRequired => "set up the first administrator first".into(),
            Self::Taken(field) => format!("{field} is already taken"),
            Self::InUse(by) => format!("it is in use by {by}"),
            Self::Other(detail) => (*detail).into(),
        }
    }
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// A JSON pointer into the body, or the name of a query parameter.
    pub pointer: String,
    /// A stable word: `required`, `too_long`, `unknown`, …
    pub code: String,
    /// What is wrong, for a person.
    pub detail: String,
}

impl FieldError {
    /// A field error.
    pub fn new(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: code.into(), detail: detail.into() }
    }
}

/// A word outside a closed list.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown word {word:?}, expected one of: {expected}")]
pub struct UnknownWord {
    /// What came.
    pub word: String,
    /// What may come.
    pub expected: &'static str,
}

impl Error {
    /// Too often for a limit that is fixed.
    pub fn rate_limited(limit: Limit, retry_after: Duration) -> Self {
        Self::RateLimited { limit, most: limit.most(), retry_after }
    }

    /// The limit that was met.
    pub fn limit(&self) -> Option<Limit> {
        match self {
            Self::RateLimited { limit, .. } => Some(*limit),
            _ => None,
        }
    }

    /// One wrong field.
    pub fn invalid(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(pointer, code, detail)])
    }

    /// There is no such thing.
    pub fn not_found(what: &'static str, id: impl ToString) -> Self {
        Self::NotFound { what, id: id.to_string().chars().take(80).collect() }
    }

    /// A fault of ours.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }

    /// The stable code that clients act on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid",
            Self::Unauthenticated(why) => why.code(),
            Self::Forbidden { .. } => "forbidden",
            Self::NotFound { .. } => "not_found",
            Self::Conflict(why) => why.code(),
            Self::TooLarge { .. } => "too_large",
            Self::RateLimited { .. } => "rate_limited",
            Self::Unavailable(_) => "unavailable",
            Self::Internal(_) => "internal",
        }
    }
}

impl From<Conflict> for Error {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}

impl From<Unauthenticated> for Error {
    fn from(why: Unauthenticated) -> Self {
        Self::Unauthenticated(why)
    }
}

impl From<InvalidId> for Error {
    fn from(error: InvalidId) -> Self {
        Self::invalid("/id", "invalid", error.to_string())
    }
}

fn summary(errors: &[FieldError]) -> String {
    errors.iter().take(3).map(|e| format!("{} {}", e.pointer, e.detail)).collect::<Vec<_>>().join("; ")
}

/// Collects what is wrong with an input, so that all of it is told at once.
#[derive(Debug, Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    /// Notes a field error when `ok` is false.
    pub fn check(&mut self, ok: bool, pointer: &str, code: &str, detail: &str) -> &mut Self {
        if !ok {
            self.0.push(FieldError::new(pointer, code, detail));
        }
        self
    }

    /// A text that must hold between `min` and `max` characters once trimmed, and no control characters but line breaks.
    pub fn text(&mut self, value: &str, pointer: &str, min: usize, max: usize) -> &mut Self {
        let length = value.trim().chars().count();
        self.check(length >= min, pointer, "required", &format!("must have at least {min} characters"));
        self.check(length <= max, pointer, "too_long", &format!("must have at most {max} characters"));
        let control = value.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        self.check(!control, pointer, "invalid", "must not contain control characters")
    }

    /// Takes over what another check of the same input found; passes on any other error.
    pub fn also(&mut self, found: Result<()>) -> Result<&mut Self> {
        match found {
            Err(Error::Invalid(errors)) => self.0.extend(errors),
            other => other?,
        }
        Ok(self)
    }

    /// All that was noted, as one error.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}
