//! What became of the questions: counts, latencies, and how many were treated as expected.

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde_json::json;

use super::questions::{Expect, Question};

/// What became of one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Answered {
        title: String,
    },
    Offered {
        titles: Vec<String>,
    },
    /// The bot said that it is not sure, or does not know.
    Unsure,
    /// A greeting, thanks, a goodbye.
    Courtesy,
    HandedOff,
    /// No reply in time.
    Silence,
    Failed(String),
}

impl Outcome {
    /// Whether it is what was expected.
    fn fits(&self, expect: &Expect) -> bool {
        match (expect, self) {
            (Expect::Entry(wanted), Self::Answered { title }) => wanted == title,
            (Expect::Entry(wanted), Self::Offered { titles }) => titles.contains(wanted),
            (Expect::Entry(_), _) => false,
            (Expect::Handoff, outcome) => *outcome == Self::HandedOff,
            (Expect::Nothing, outcome) => {
                matches!(outcome, Self::Unsure | Self::Courtesy | Self::HandedOff)
            }
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Answered { title } => format!("answered: {title}"),
            Self::Offered { titles } => format!("offered: {}", titles.join(" | ")),
            Self::Unsure => "unsure".into(),
            Self::Courtesy => "courtesy".into(),
            Self::HandedOff => "handed off".into(),
            Self::Silence => "no reply".into(),
            Self::Failed(reason) => format!("error: {reason}"),
        }
    }
}

/// A question that was played; times count from when it was due.
#[derive(Clone, Debug)]
pub struct Played {
    pub question: Question,
    pub ack: Option<Duration>,
    pub reply: Option<Duration>,
    pub outcome: Outcome,
}

impl Played {
    /// A question that could not be asked.
    pub fn failed(question: Question, reason: String) -> Self {
        Self { question, ack: None, reply: None, outcome: Outcome::Failed(reason) }
    }
}

/// Counts over all questions.
#[derive(Debug, Default, Serialize)]
struct Counts {
    asked: usize,
    answered: usize,
    offered: usize,
    unsure: usize,
    courtesy: usize,
    handed_off: usize,
    no_reply: usize,
    errors: usize,
}

/// How the questions with an expectation went.
#[derive(Debug, Default, Serialize)]
struct Judged {
    questions: usize,
    right: usize,
    /// Of those that an entry answers.
    known: usize,
    known_answered: usize,
    known_offered: usize,
    /// Answered, whatever was expected, and of these with the right entry.
    answered: usize,
    answered_right: usize,
    handoff: usize,
    handoff_right: usize,
    nothing: usize,
    nothing_right: usize,
}

/// Milliseconds at which so many of a hundred had happened.
#[derive(Debug, Default, Serialize)]
struct Percentiles {
    p50: f64,
    p90: f64,
    p99: f64,
    max: f64,
}

impl Percentiles {
    fn of(times: &[Duration]) -> Self {
        let mut times: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1_000.0).collect();
        times.sort_by(f64::total_cmp);
        // Nearest rank: the smallest time that at least p per cent do not exceed.
        let at = |percent: f64| {
            let rank = (percent / 100.0 * times.len() as f64).ceil() as usize;
            times.get(rank.saturating_sub(1)).copied().unwrap_or(0.0)
        };
        Self { p50: at(50.0), p90: at(90.0), p99: at(99.0), max: at(100.0) }
    }
}

#[derive(Debug, Serialize)]
struct Mistake {
    line: usize,
    text: String,
    expect: Option<String>,
    got: String,
}

/// Everything that was played.
#[derive(Debug)]
pub struct Tally {
    rate: f64,
    customers: usize,
    elapsed: Duration,
    counts: Counts,
    judged: Judged,
    acks: Vec<Duration>,
    replies: Vec<Duration>,
    mistakes: Vec<Mistake>,
    /// The first few reasons, for people.
    reasons: Vec<String>,
}

impl Tally {
    pub fn new(rate: f64, customers: usize) -> Self {
        Self {
            rate,
            customers,
            elapsed: Duration::ZERO,
            counts: Counts::default(),
            judged: Judged::default(),
            acks: Vec::new(),
            replies: Vec::new(),
            mistakes: Vec::new(),
            reasons: Vec::new(),
        }
    }

    pub fn add(&mut self, played: Played) {
        self.counts.asked += 1;
        let count = match &played.outcome {
            Outcome::Answered { .. } => &mut self.counts.answered,
            Outcome::Offered { .. } => &mut self.counts.offered,
            Outcome::Unsure => &mut self.counts.unsure,
            Outcome::Courtesy => &mut self.counts.courtesy,
            Outcome::HandedOff => &mut self.counts.handed_off,
            Outcome::Silence => &mut self.counts.no_reply,
            Outcome::Failed(_) => &mut self.counts.errors,
        };
        *count += 1;
        if let Outcome::Failed(reason) = &played.outcome
            && self.reasons.len() < 5
            && !self.reasons.contains(reason)
        {
            self.reasons.push(reason.clone());
        }
        self.acks.extend(played.ack);
        self.replies.extend(played.reply);
        if let Some(expect) = played.question.expect.clone() {
            self.judge(&expect, played);
        }
    }

    fn judge(&mut self, expect: &Expect, played: Played) {
        let judged = &mut self.judged;
        let right = played.outcome.fits(expect);
        let answered = matches!(played.outcome, Outcome::Answered { .. });
        judged.questions += 1;
        judged.right += usize::from(right);
        judged.answered += usize::from(answered);
        match expect {
            Expect::Entry(_) => {
                judged.known += 1;
                judged.answered_right += usize::from(answered && right);
                judged.known_answered += usize::from(answered && right);
                judged.known_offered += usize::from(!answered && right);
            }
            Expect::Handoff => {
                judged.handoff += 1;
                judged.handoff_right += usize::from(right);
            }
            Expect::Nothing => {
                judged.nothing += 1;
                judged.nothing_right += usize::from(right);
            }
        }
        if !right {
            let expect = match expect {
                Expect::Entry(title) => Some(title.clone()),
                Expect::Handoff => Some("handoff".into()),
                Expect::Nothing => None,
            };
            let Question { line, text, .. } = played.question;
            self.mistakes.push(Mistake { line, text, expect, got: played.outcome.describe() });
        }
    }

    pub fn end(&mut self, elapsed: Duration) {
        self.elapsed = elapsed;
        self.mistakes.sort_by_key(|mistake| mistake.line);
    }

    /// Whether the bot had a word for every question.
    pub fn all_replied(&self) -> bool {
        self.counts.no_reply == 0 && self.counts.errors == 0
    }

    pub fn as_json(&self) -> String {
        json!({
            "rate": self.rate,
            "customers": self.customers,
            "seconds": self.elapsed.as_secs_f64(),
            "counts": self.counts,
            "ack_ms": Percentiles::of(&self.acks),
            "reply_ms": Percentiles::of(&self.replies),
            "expected": (self.judged.questions > 0).then_some(&self.judged),
            "mistakes": self.mistakes,
            "reasons": self.reasons,
        })
        .to_string()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { asked, answered, offered, unsure, courtesy, handed_off, no_reply, errors } =
            &self.counts;
        let seconds = self.elapsed.as_secs_f64();
        let share = |count: &usize| format!("{count:>7}  {:>5.1} %", percent(*count, *asked));
        writeln!(
            f,
            "{asked} questions in {seconds:.1} s, {} customers, {}/s wanted",
            self.customers, self.rate
        )?;
        writeln!(f, "  answered    {}", share(answered))?;
        writeln!(f, "  offered     {}", share(offered))?;
        writeln!(f, "  unsure      {}", share(unsure))?;
        writeln!(f, "  courtesy    {}", share(courtesy))?;
        writeln!(f, "  handed off  {}", share(handed_off))?;
        writeln!(f, "  no reply    {}", share(no_reply))?;
        writeln!(f, "  errors      {}", share(errors))?;
        for reason in &self.reasons {
            writeln!(f, "    {reason}")?;
        }
        writeln!(f, "latency from the time a question was due, ms   p50     p90     p99     max")?;
        latency(f, "acknowledged", &Percentiles::of(&self.acks))?;
        latency(f, "replied", &Percentiles::of(&self.replies))?;
        if self.judged.questions > 0 { judgement(f, &self.judged) } else { Ok(()) }
    }
}

fn latency(f: &mut fmt::Formatter<'_>, name: &str, times: &Percentiles) -> fmt::Result {
    let Percentiles { p50, p90, p99, max } = times;
    writeln!(f, "  {name:<40} {p50:>7.1} {p90:>7.1} {p99:>7.1} {max:>7.1}")
}

fn judgement(f: &mut fmt::Formatter<'_>, judged: &Judged) -> fmt::Result {
    let line = |f: &mut fmt::Formatter<'_>, name: &str, part: usize, whole: usize| {
        writeln!(f, "  {name:<40} {part:>5} of {whole:<5} {:>5.1} %", percent(part, whole))
    };
    writeln!(f, "as expected")?;
    line(f, "all", judged.right, judged.questions)?;
    line(f, "known: answered right", judged.known_answered, judged.known)?;
    line(f, "known: right among the candidates", judged.known_offered, judged.known)?;
    line(f, "answered: right (precision)", judged.answered_right, judged.answered)?;
    line(f, "wanted a person: handed off", judged.handoff_right, judged.handoff)?;
    line(f, "unknown: neither answered nor offered", judged.nothing_right, judged.nothing)
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(expect: Option<Expect>, outcome: Outcome, millis: u64) -> Played {
        let time = Some(Duration::from_millis(millis));
        let question = Question { line: 1, text: "q".into(), expect };
        Played { question, ack: time, reply: time, outcome }
    }

    #[test]
    fn judges_answers_candidates_handoffs_and_silence() {
        let title = || "T".to_owned();
        let entry = || Some(Expect::Entry(title()));
        let mut tally = Tally::new(10.0, 1);
        for (expect, outcome) in [
            (entry(), Outcome::Answered { title: title() }),
            (entry(), Outcome::Answered { title: "other".into() }),
            (entry(), Outcome::Offered { titles: vec!["other".into(), title()] }),
            (entry(), Outcome::Unsure),
            (Some(Expect::Handoff), Outcome::HandedOff),
            (Some(Expect::Nothing), Outcome::Courtesy),
            (Some(Expect::Nothing), Outcome::Answered { title: title() }),
            (Some(Expect::Nothing), Outcome::Silence),
            (None, Outcome::Failed("gone".into())),
        ] {
            tally.add(played(expect, outcome, 1));
        }
        tally.end(Duration::from_secs(1));
        let Judged {
            questions, right, known, known_answered, known_offered, answered, answered_right, ..
        } = tally.judged;
        assert_eq!((questions, right, known, known_answered, known_offered), (8, 4, 4, 1, 1));
        assert_eq!((answered, answered_right, tally.mistakes.len()), (3, 1, 4));
        assert!(!tally.all_replied());
        assert!(tally.to_string().contains("gone"));
    }

    #[test]
    fn percentiles_by_nearest_rank() {
        let times: Vec<Duration> = (1..=200).rev().map(Duration::from_millis).collect();
        let Percentiles { p50, p90, p99, max } = Percentiles::of(&times);
        assert_eq!([p50, p90, p99, max].map(|time| time.round() as i64), [100, 180, 198, 200]);
        assert_eq!(Percentiles::of(&[]).max as i64, 0);
    }
}
