//! Records: how long what is kept is kept. Erasing what is too old or what a customer wants forgotten, archiving the journal,
//! and the list of those who were forgotten, so that no backup brings them back.
//!
//! Not here: what the rows are, and how the journal is bound together; both know `store`. When it is looked whether
//! something is due is decided by whoever runs this.

pub mod erasure;
pub mod erasure_list;
pub mod journal_archive;
pub mod retention;

pub use retention::Retention;
