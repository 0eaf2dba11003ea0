//! HTTP: who is asking, what they sent, what they get back. One file for each family of endpoints, each of them thin.
//!
//! No business rule and no SQL: handlers take a request apart, call a service and wrap its answer. `App` joins the
//! services to the router and their background work; `serve` and the tests start the same one.

mod app;
mod assets;
mod authentication;
mod base_path;
mod certificates;
mod cookies;
mod cors;
mod desk;
mod docs;
mod encrypted;
mod extract;
mod folders;
mod headers;
mod health;
mod idempotency;
mod metrics;
mod observe;
mod open_connections;
mod openapi;
mod page;
mod parameters;
mod peer;
mod problem;
mod rates;
mod realtime;
mod routes;
mod settings;
mod standing;
mod state;
mod tasks;
mod visitors;
mod watcher;

mod agents;
mod alarms;
mod attachments;
mod brands;
mod canned_replies;
mod channels;
mod conversations;
mod customers;
mod demo;
mod faq;
mod invitations;
mod log;
mod members;
mod messages;
mod numbers;
mod queues;
mod ratings;
mod roles;
mod serving;
mod session;
mod setup;
mod teams;
mod tokens;
mod unanswered;
mod widget;

pub use app::App;
pub use certificates::{CertificateError, Certificates};
pub use folders::Folder;
pub use log::{Log, LogLevelOut, LogLines, LogOut, check_level};
pub use openapi::document as openapi;
pub use problem::Problem;
pub use settings::{Limits, Settings};
pub use state::AppState;
pub use tasks::Tasks;
pub use yingda_alarms::Thresholds;
