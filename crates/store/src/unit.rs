//! A unit of work's name and the aggregates whose journal it appends to.

/// What a unit is called and which journal partitions it needs.
#[derive(Clone, Debug)]
pub struct Unit {
    pub(crate) name: &'static str,
    pub(crate) subjects: Vec<String>,
}

impl Unit {
    /// A unit that appends to the journal of one aggregate. The name is the operation's.
    pub fn on(name: &'static str, subject: impl ToString) -> Self {
        Self { name, subjects: vec![subject.to_string()] }
    }

    /// One more aggregate.
    pub fn and(mut self, subject: impl ToString) -> Self {
        self.subjects.push(subject.to_string());
        self
    }

    /// A unit that appends nothing: cursors, leases, counters.
    pub fn quiet(name: &'static str) -> Self {
        Self { name, subjects: Vec::new() }
    }
}
