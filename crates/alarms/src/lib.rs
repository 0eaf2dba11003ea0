//! Alarms: what the people who run the deployment should know of, raised and cleared as readings pass their thresholds.
//!
//! Takes readings and knows no disk, certificate or database; who reads them is the API's process. What alarms mean to
//! people is written where they are shown.

pub mod alarms;
mod judging;
mod reading;

pub use judging::judge;
pub use reading::{Reading, Thresholds};
