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

/// The defaults of the thresholds are the lowest round values that keep, with the scores of `yingda_language`,
/// answers right in at least nine of ten cases and the wanted entry among the candidates in at least half of the
/// offers, on questions of entries that were found and on questions of entries left out. They were chosen on
/// CLINC150's *training* part (120 entries of ten phrasings, a fifth of the questions about something else: answers
/// 92% right, offers 56%) and checked on the demo company's questions (267 entries, more than a fifth about something
/// else: 96% and 66%). Terse or near-identical entries need more: on BANKING77's training part answers are 82% right.
impl Default for Policy {
    fn default() -> Self {
        Self {
            thresholds: Thresholds { answer: 0.5, offer: 0.3 },
            margin: 0.1,
            max_options: 3,
            max_unsure: 2,
            max_offers: 2,
        }
    }
}
