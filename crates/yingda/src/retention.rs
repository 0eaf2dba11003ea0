//! Which backups are kept: the newest of each of the last days, weeks and months that have one. Pure; what is deleted is
//! decided by whoever asks.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// How many of each are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub days: usize,
    pub weeks: usize,
    pub months: usize,
}

/// The times of backups that are not kept. The newest always is.
pub fn superfluous(mut times: Vec<Timestamp>, rule: Rule) -> Vec<Timestamp> {
    times.sort_unstable_by(|one, other| other.cmp(one));
    times.dedup();
    let mut kept = BTreeSet::new();
    kept.extend(times.first().copied());
    kept.extend(newest_of_each(&times, rule.days, day));
    kept.extend(newest_of_each(&times, rule.weeks, week));
    kept.extend(newest_of_each(&times, rule.months, month));
    times.into_iter().filter(|time| !kept.contains(time)).collect()
}

fn newest_of_each(times: &[Timestamp], count: usize, period: fn(Timestamp) -> i64) -> Vec<Timestamp> {
    let mut newest: Vec<Timestamp> = Vec::new();
    for time in times {
        if newest.len() == count {
            break;
        }
        if newest.last().is_none_or(|last| period(*last) != period(*time)) {
            newest.push(*time);
        }
    }
    newest
}

fn day(time: Timestamp) -> i64 {
    time.as_second().div_euclid(24 * 3_600)
}

/// Weeks begin on Monday; 1970 began on a Thursday.
fn week(time: Timestamp) -> i64 {
    (day(time) + 3).div_euclid(7)
}

fn month(time: Timestamp) -> i64 {
    let date = time.to_zoned(TimeZone::UTC).date();
    i64::from(date.year()) * 12 + i64::from(date.month())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule { days: 3, weeks: 2, months: 2 };

    fn times(texts: &[&str]) -> Vec<Timestamp> {
        texts.iter().map(|text| text.parse().expect("a time")).collect()
    }

    #[test]
    fn the_newest_of_each_day_week_and_month_stays() {
        let all = times(&[
            "2026-11-21T12:00:00Z",
            "2026-11-21T02:00:00Z",
            "2026-11-20T02:00:00Z",
            "2026-11-19T02:00:00Z",
            "2026-11-18T02:00:00Z",
            "2026-11-15T02:00:00Z",
            "2026-11-14T02:00:00Z",
            "2026-10-31T02:00:00Z",
            "2026-09-30T02:00:00Z",
        ]);
        let gone = times(&[
            "2026-11-21T02:00:00Z",
            "2026-11-18T02:00:00Z",
            "2026-11-14T02:00:00Z",
            "2026-09-30T02:00:00Z",
        ]);
        assert_eq!(superfluous(all, RULE), gone);
    }

    #[test]
    fn whatever_the_rule_the_newest_stays() {
        let none = Rule { days: 0, weeks: 0, months: 0 };
        let all = times(&["2026-11-20T02:00:00Z", "2026-11-21T02:00:00Z"]);
        assert_eq!(superfluous(all, none), times(&["2026-11-20T02:00:00Z"]));
        assert_eq!(superfluous(Vec::new(), none), Vec::new());
    }

    #[test]
    fn day_after_day_no_more_are_kept_than_the_rule_says() {
        let begin: Timestamp = "2026-01-01T03:00:00Z".parse().expect("a time");
        let mut kept: Vec<Timestamp> = Vec::new();
        for day in 0..400 {
            kept.push(begin + jiff::SignedDuration::from_hours(24 * day));
            let gone = superfluous(kept.clone(), RULE);
            kept.retain(|time| !gone.contains(time));
            assert!(kept.len() <= RULE.days + RULE.weeks + RULE.months, "{kept:?}");
        }
        assert!(kept.len() >= 4, "{kept:?}");
    }
}
