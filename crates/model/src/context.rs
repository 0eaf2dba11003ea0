//! `Ctx`: who acts, when, with which randomness, under which trace. The first argument of every service call.

use std::sync::Arc;

use rand::Rng as _;

use crate::id::{Id, uuid_v7};
use crate::permission::Reach;
use crate::trace::{Traces, Untraced};
use crate::{
    BrandId, ChannelId, Clock, CustomerId, Error, Grants, MemberId, Permission, Result, Role, Subject,
    SystemClock, TeamId, Timestamp, TokenId, VisitorId,
};

/// Where random bytes come from.
pub trait Random: Send + Sync {
    /// Fills the buffer with bytes that nobody can guess.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator, through a per-thread stream cipher.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's randomness")]
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// Clock, randomness and traces, shared by everything that makes a `Ctx`.
#[derive(Clone)]
pub struct Environment {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Where spans go.
    pub traces: Arc<dyn Traces>,
}

impl Default for Environment {
    fn default() -> Self {
        Self { clock: Arc::new(SystemClock), random: Arc::new(SystemRandom), traces: Arc::new(Untraced) }
    }
}

impl Environment {
    /// A context for an actor, now.
    pub fn ctx(&self, actor: Actor) -> Ctx {
        let mut trace = [0; 8];
        self.random.fill(&mut trace);
        Ctx {
            actor,
            now: self.clock.now(),
            trace: format!("{:016x}", u64::from_be_bytes(trace)),
            idempotency: None,
            environment: self.clone(),
        }
    }
}

/// A person who works here, as the checks see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberActor {
    /// Who.
    pub id: MemberId,
    /// The name that others see.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Their teams.
    pub teams: Vec<TeamId>,
    /// The brands of these teams.
    pub brands: Vec<BrandId>,
}

/// A customer or visitor, as the checks see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerActor {
    /// The channel through which they came.
    pub channel: ChannelId,
    /// Their device.
    pub visitor: VisitorId,
    /// The subject of the shop's signed identity, when they are logged in there.
    pub external_id: Option<String>,
    /// The customer, once there is one.
    pub customer: Option<CustomerId>,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person who works here.
    Member(MemberActor),
    /// A program with an API token, which has a role but no teams: it acts on everything its role may touch.
    Token {
        /// The token.
        id: TokenId,
        /// Its role.
        role: Role,
    },
    /// A customer.
    Customer(CustomerActor),
    /// The bot.
    Bot,
    /// The router, timers and other work that Yingda does by itself.
    System,
    /// Somebody at the machine's command line.
    CommandLine,
    /// Nobody yet: login, set-up, invitation.
    Anonymous,
}

impl Actor {
    /// What the actor may do.
    pub fn grants(&self) -> Grants {
        match self {
            Self::Member(member) => Grants::of(member.role),
            Self::Token { role, .. } => Grants(
                Grants::of(*role).0.into_keys().map(|permission| (permission, crate::Scope::All)).collect(),
            ),
            Self::Bot | Self::System | Self::CommandLine => Grants::everything(),
            Self::Customer(_) | Self::Anonymous => Grants::default(),
        }
    }

    /// The word that stands in the journal: kind and id, never a name.
    pub fn label(&self) -> String {
        match self {
            Self::Member(member) => member.id.to_string(),
            Self::Token { id, .. } => id.to_string(),
            Self::Customer(customer) => {
                customer.customer.map_or_else(|| customer.visitor.to_string(), |id| id.to_string())
            }
            Self::Bot => "bot".into(),
            Self::System => "system".into(),
            Self::CommandLine => "command_line".into(),
            Self::Anonymous => "anonymous".into(),
        }
    }

    /// The person, when one acts.
    pub fn member(&self) -> Option<&MemberActor> {
        match self {
            Self::Member(member) => Some(member),
            _ => None,
        }
    }
}

/// A key that makes a retried write harmless, and what the first one asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// The caller's key.
    pub key: String,
    /// A hash of method, path and body.
    pub fingerprint: String,
}

/// Who acts, when, with which randomness, under which trace.
#[derive(Clone)]
pub struct Ctx {
    /// Who acts.
    pub actor: Actor,
    /// When this began; the same for all that one request does.
    pub now: Timestamp,
    /// The word that joins log lines and journal entries of one request, and of what happens because of it.
    pub trace: String,
    /// Set when the caller wants a retry of this write to be harmless.
    pub idempotency: Option<Idempotency>,
    environment: Environment,
}

impl Ctx {
    /// A new id.
    pub fn id<T: Id>(&self) -> T {
        let mut random = [0; 10];
        self.environment.random.fill(&mut random);
        T::from_uuid(uuid_v7(self.now, random))
    }

    /// Bytes that nobody can guess.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.environment.random.fill(&mut bytes);
        bytes
    }

    /// Clock and randomness, for what outlives this request.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The same, under a trace that began elsewhere.
    pub fn within(self, trace: impl Into<String>) -> Self {
        Self { trace: trace.into(), ..self }
    }

    /// The same request, done by another actor (the bot answering a customer).
    pub fn acting(&self, actor: Actor) -> Self {
        Self { actor, ..self.clone() }
    }

    /// Fails unless the actor has the permission over anything at all; answers how far it reaches.
    pub fn reach(&self, permission: Permission) -> Result<Reach> {
        let scope = self.actor.grants().scope(permission);
        if scope.is_none() {
            return Err(self.refusal(permission));
        }
        let member = self.actor.member();
        Ok(Reach {
            scope,
            member: member.map(|member| member.id),
            teams: member.map(|member| member.teams.clone()).unwrap_or_default(),
            brands: member.map(|member| member.brands.clone()).unwrap_or_default(),
        })
    }

    /// Fails unless the actor has the permission over this thing.
    pub fn require(&self, permission: Permission, subject: &Subject) -> Result<()> {
        if self.reach(permission)?.covers(subject) { Ok(()) } else { Err(self.refusal(permission)) }
    }

    /// Fails unless the actor has the permission over the whole company.
    pub fn require_all(&self, permission: Permission) -> Result<()> {
        self.require(permission, &Subject::default())
    }

    /// The customer who acts.
    pub fn customer(&self) -> Result<&CustomerActor> {
        match &self.actor {
            Actor::Customer(customer) => Ok(customer),
            _ => Err(crate::error::Unauthenticated::Missing.into()),
        }
    }

    fn refusal(&self, permission: Permission) -> Error {
        match self.actor {
            Actor::Anonymous => crate::error::Unauthenticated::Missing.into(),
            _ => Error::Forbidden { permission },
        }
    }
}
