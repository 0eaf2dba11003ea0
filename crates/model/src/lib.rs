//! The words of the field: ids, time, people, conversations, messages, events, permissions, `Ctx` and errors.
//!
//! Types and their invariants only. No I/O, no SQL, no HTTP; every other crate may use this one, it uses none.

mod text_enum;

pub mod alarm;
pub mod attachment;
pub mod canned_reply;
pub mod channel;
pub mod context;
pub mod conversation;
pub mod customer;
pub mod error;
pub mod event;
pub mod faq;
pub mod id;
pub mod limit;
pub mod locale;
pub mod member;
pub mod message;
pub mod page;
pub mod permission;
pub mod queue;
pub mod secret;
pub mod time;
pub mod trace;

pub use alarm::{Alarm, AlarmKind, Severity};
pub use attachment::Attachment;
pub use canned_reply::CannedReply;
pub use channel::{Channel, ChannelSettings};
pub use context::{Actor, Ctx, Environment, Idempotency};
pub use conversation::{Axes, Conversation, Handler, Status, Turn};
pub use customer::{Customer, ErasureReason, Order};
pub use error::{Conflict, Error, FieldError, Result, Unauthenticated};
pub use event::{Entry, Event};
pub use faq::{BotAction, BotReason, Evidence, EvidenceMatch, Faq, Thresholds, Unanswered, UnansweredState};
pub use id::*;
pub use limit::Limit;
pub use locale::Locale;
pub use member::{Agent, Member, Presence, Role};
pub use message::{Author, AuthorKind, Content, Message, NoticeCode, Visibility};
pub use page::{Page, PageRequest};
pub use permission::{Grants, Permission, Scope, Subject};
pub use queue::Queue;
pub use secret::{Secret, SecretKind};
pub use time::{Clock, SystemClock, Timestamp};
pub use trace::Traces;
