//! Understanding of customers' text: normalising, words, language, matching of questions, masking of personal data.
//!
//! Pure: values in, values out. No database, clock, socket or mutable global. What to *do* with what was
//! understood is decided by the `dialogue` crate; the thresholds that go with a score live there too.

pub mod detect;
pub mod masking;
pub mod matching;
pub mod normalize;
pub mod segmenter;
pub mod tokenize;

pub use detect::{detect, script};
pub use masking::mask;
pub use matching::{Entry, Index, Match};
pub use normalize::normalize;
pub use segmenter::Segmenter;
