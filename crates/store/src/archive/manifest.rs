//! What an archive says about itself before its rows.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};
use yingda_model::Timestamp;

use crate::connection::Connection;
use crate::error::Result;
use crate::journal_archives::ArchivedJournal;
use crate::migrations;

/// The form of archives that this program writes.
const FORMAT: u32 = 1;
/// Bytes of the longest manifest that is believed.
const LONGEST: u32 = 1 << 20;

/// What an archive is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Of the file.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// Epoch milliseconds of the moment whose rows it holds.
    pub made_at: i64,
    /// Partitions of the journal.
    pub partitions: i64,
    /// The steps of the schema that the rows fit, with their checksums.
    pub steps: Vec<(i64, String)>,
    /// Which stretch of the journal it holds, when it holds nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<ArchivedJournal>,
}

impl Manifest {
    /// Of a store as it is now.
    pub(crate) fn of(connection: &mut dyn Connection, now: Timestamp) -> Result<Self> {
        Ok(Self {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").into(),
            made_at: now.millis(),
            partitions: connection.backend().partitions(),
            steps: migrations::steps(connection)?,
            journal: None,
        })
    }

    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let text = serde_json::to_vec(self)?;
        let length = u32::try_from(text.len()).map_err(io::Error::other)?;
        out.write_all(&length.to_le_bytes())?;
        out.write_all(&text)
    }

    pub(super) fn read(from: &mut impl Read) -> Result<Self, &'static str> {
        let unreadable = "does not say what it is";
        let mut length = [0; 4];
        from.read_exact(&mut length).map_err(|_| unreadable)?;
        let length = u32::from_le_bytes(length);
        if length > LONGEST {
            return Err(unreadable);
        }
        let mut text = vec![0; length as usize];
        from.read_exact(&mut text).map_err(|_| unreadable)?;
        serde_json::from_slice(&text).map_err(|_| unreadable)
    }

    /// Whether this program can use it.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        if self.format > FORMAT {
            return Err("was made by a newer program: its form is not known here");
        }
        if !migrations::knows(&self.steps) {
            return Err("was made by a newer program: its schema is not known here");
        }
        Ok(())
    }

    /// The last step of the schema that the rows fit.
    pub(crate) fn schema(&self) -> i64 {
        self.steps.iter().map(|(version, _)| *version).max().unwrap_or(0)
    }
}
