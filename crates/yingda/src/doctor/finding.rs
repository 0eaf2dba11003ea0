//! A finding: what was looked at, how it is, and what to do.

use std::fmt;

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Fine,
    /// A server runs, but not as well or as safely as it could.
    Doubtful,
    /// No server can run like this, or it would lose something.
    Wrong,
}

/// What was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub level: Level,
    what: &'static str,
    how: String,
    mend: Option<&'static str>,
}

impl Finding {
    pub fn fine(what: &'static str, how: impl Into<String>) -> Self {
        Self { level: Level::Fine, what, how: how.into(), mend: None }
    }

    pub fn doubtful(what: &'static str, how: impl Into<String>, mend: &'static str) -> Self {
        Self { level: Level::Doubtful, what, how: how.into(), mend: Some(mend) }
    }

    /// What says itself how to mend it.
    pub fn risky(how: impl Into<String>) -> Self {
        Self { level: Level::Doubtful, what: "risk", how: how.into(), mend: None }
    }

    pub fn wrong(what: &'static str, how: impl Into<String>, mend: &'static str) -> Self {
        Self { level: Level::Wrong, what, how: how.into(), mend: Some(mend) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.level {
            Level::Fine => "fine    ",
            Level::Doubtful => "doubtful",
            Level::Wrong => "wrong   ",
        };
        write!(f, "{word}  {}: {}", self.what, self.how)?;
        match self.mend {
            Some(mend) => write!(f, "\n          mend: {mend}"),
            None => Ok(()),
        }
    }
}
