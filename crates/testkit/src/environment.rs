//! Time and chance under a test's control.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use yingda_model::context::{MemberActor, Random};
use yingda_model::{Actor, Clock, Ctx, Environment, Timestamp};

/// 2026-01-05T02:00:00Z, a Monday morning in China: when every test begins.
const BEGINNING: i64 = 1_767_578_400_000;

/// A clock that moves only when told.
#[derive(Debug)]
pub struct MockClock(AtomicI64);

impl MockClock {
    /// Moves forward.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).expect("a test's time is short"), Ordering::SeqCst);
    }

    /// Jumps.
    pub fn set(&self, to: Timestamp) {
        self.0.store(to.millis(), Ordering::SeqCst);
    }
}

impl Clock for MockClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// Randomness that is the same in every run.
pub struct SeededRandom(Mutex<StdRng>);

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}

/// The environment of one test.
#[derive(Clone)]
pub struct TestEnvironment {
    /// The clock that the environment reads.
    pub clock: Arc<MockClock>,
    environment: Environment,
}

impl Default for TestEnvironment {
    fn default() -> Self {
        let clock = Arc::new(MockClock(AtomicI64::new(BEGINNING)));
        let random = Arc::new(SeededRandom(Mutex::new(StdRng::seed_from_u64(7))));
        let environment = Environment { clock: clock.clone(), random, ..Environment::default() };
        Self { clock, environment }
    }
}

impl TestEnvironment {
    /// What the product is given.
    pub fn environment(&self) -> Environment {
        self.environment.clone()
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// A context for an actor, now.
    pub fn ctx(&self, actor: Actor) -> Ctx {
        self.environment.ctx(actor)
    }

    /// A context for a member, now.
    pub fn member(&self, member: &MemberActor) -> Ctx {
        self.ctx(Actor::Member(member.clone()))
    }

    /// A context for Yingda itself, now.
    pub fn system(&self) -> Ctx {
        self.ctx(Actor::System)
    }

    /// A context for nobody, now.
    pub fn anonymous(&self) -> Ctx {
        self.ctx(Actor::Anonymous)
    }
}
