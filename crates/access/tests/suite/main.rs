//! Who may come in, told as stories over both databases.

mod administrators;
mod invitations;
mod journal;
mod recovery;
mod sessions;
