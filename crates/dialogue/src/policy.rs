//! From which score the bot does what, and how often it may be unsure.

use yingda_model::Thresholds;

/// The rules of a decision that a deployment may set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Policy {
    pub thresholds: Thresholds,
    /// How far the best match must be ahead of the second to be answered without asking; in score.
    pub margin: f64,
    /// How many candidates are offered at once.
    pub max_options: usize,
    /// The time it is unsure for which it hands over.
    pub max_unsure: u32,
    /// So many offers without an answer between; a further one counts as being unsure.
    pub max_offers: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            thresholds: Thresholds { answer: 0.62, offer: 0.38 },
            margin: 0.05,
            max_options: 3,
            max_unsure: 2,
            max_offers: 2,
        }
    }
}
