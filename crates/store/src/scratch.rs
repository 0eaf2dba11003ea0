//! A private, empty PostgreSQL database on a server that allows it, dropped when its holder goes: for tests and
//! measurements. Not for anything that is meant to last.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::Address;
use crate::connection::Connection as _;
use crate::error::{Error, Result};
use crate::postgresql::Postgresql;

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// A database of its own. Making and dropping one blocks: do both outside an async runtime's threads.
pub struct ScratchDatabase {
    server: String,
    name: String,
}

impl ScratchDatabase {
    /// Creates one on the server that the URL names; its user must have the right to.
    pub fn create(server: &str) -> Result<Self> {
        let counter = COUNTER.fetch_add(1, Ordering::Relaxed);
        let name = format!("yingda_scratch_{}_{counter}", std::process::id());
        let mut connection = Postgresql::connect(server)?;
        connection.batch(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
        connection.batch(&format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        ))?;
        Ok(Self { server: server.to_owned(), name })
    }

    /// Where it is.
    ///
    /// # Errors
    /// When the server's URL has no path to put the name into.
    pub fn address(&self) -> Result<Address> {
        let (url, options) = self.server.split_once('?').map_or((&*self.server, None), |(a, b)| (a, Some(b)));
        let Some((host, _)) = url.rsplit_once('/').filter(|(host, _)| !host.ends_with('/')) else {
            return Err(Error::Statement("the server's URL must end with the name of a database".into()));
        };
        let options = options.map(|options| format!("?{options}")).unwrap_or_default();
        Ok(Address::Postgres(format!("{host}/{}{options}", self.name)))
    }
}

impl Drop for ScratchDatabase {
    fn drop(&mut self) {
        let dropped = Postgresql::connect(&self.server).and_then(|mut connection| {
            connection.batch(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name))
        });
        if let Err(error) = dropped {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "a scratch database could not be dropped"
            );
        }
    }
}
