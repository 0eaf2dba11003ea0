//! Who may ask how often: a few counters for what anybody may call. Not a defence against floods, which belongs before
//! this process.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use governor::clock::Clock as GovernorClock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use yingda_model::{Clock, Environment, Error, Limit, Result};

use crate::AppState;
use crate::peer::Peer;
use crate::problem::Rejection;
use crate::settings::Limits;

/// All counters.
pub struct Rates {
    logins_by_address: Rate<IpAddr>,
    logins_by_email: Rate<String>,
    public_by_address: Rate<IpAddr>,
    uploads_by_address: Rate<IpAddr>,
}

impl Rates {
    pub fn new(limits: &Limits, environment: &Environment) -> Self {
        let of = environment;
        Self {
            logins_by_address: Rate::per_minute(Limit::LoginsPerAddress, limits.logins_per_address, of),
            logins_by_email: Rate::per_minute(Limit::LoginsPerEmail, limits.logins_per_email, of),
            public_by_address: Rate::per_minute(Limit::PublicPerAddress, limits.public_per_address, of),
            uploads_by_address: Rate::per_minute(Limit::UploadsPerAddress, limits.uploads_per_address, of),
        }
    }

    /// Counts an attempt to log in.
    pub fn login(&self, peer: IpAddr, email: &str) -> Result<()> {
        self.logins_by_address.check(&peer)?;
        self.logins_by_email.check(&email.trim().to_lowercase())
    }

    /// Counts a request to an endpoint that anybody may call.
    pub fn public(&self, peer: IpAddr) -> Result<()> {
        self.public_by_address.check(&peer)
    }

    /// Counts a visitor's upload.
    pub fn upload(&self, peer: IpAddr) -> Result<()> {
        self.uploads_by_address.check(&peer)
    }

    /// Forgets those who have been quiet.
    pub fn tidy(&self) {
        self.logins_by_address.counters.retain_recent();
        self.logins_by_email.counters.retain_recent();
        self.public_by_address.counters.retain_recent();
        self.uploads_by_address.counters.retain_recent();
    }
}

/// A visitor who has not uploaded too often, as their address tells; asked before the body is read.
pub(crate) struct MayUpload;

impl FromRequestParts<AppState> for MayUpload {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Rejection> {
        let Peer(peer) = Peer::from_request_parts(parts, state).await?;
        state.rates().upload(peer)?;
        Ok(Self)
    }
}

/// The product's clock, as the counters read it.
#[derive(Clone)]
struct Time(Arc<dyn Clock>);

impl GovernorClock for Time {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.forward()
    }
}

/// One counter for each key.
struct Rate<K: Hash + Eq + Clone> {
    limit: Limit,
    most: u32,
    counters: RateLimiter<K, DefaultKeyedStateStore<K>, Time, NoOpMiddleware<Duration>>,
}

impl<K: Hash + Eq + Clone> Rate<K> {
    /// As many at once, and then again over each minute.
    fn per_minute(limit: Limit, most: u32, environment: &Environment) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(most).unwrap_or(NonZeroU32::MIN));
        let clock = Time(environment.clock.clone());
        Self { limit, most, counters: RateLimiter::new(quota, DefaultKeyedStateStore::default(), clock) }
    }

    fn check(&self, key: &K) -> Result<()> {
        self.counters.check_key(key).map_err(|not_until| {
            let retry_after = not_until.wait_time_from(self.counters.clock().now());
            Error::RateLimited { limit: self.limit, most: self.most.into(), retry_after }
        })
    }
}
