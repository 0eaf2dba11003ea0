//! A day as people live it: when it begins and ends somewhere, and which of its hours a time belongs to.
//!
//! Hours are those on the clock on the wall: a day on which the clock is set has an hour that counts twice or not at all,
//! and still compares hour by hour with other days.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp as Instant, ToSpan, Zoned};
use yingda_model::{Error, Result, Timestamp};

/// A day at a place.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    pub date: Date,
    pub zone: TimeZone,
    /// Its first moment.
    pub from: Timestamp,
    /// The first moment of the next.
    pub to: Timestamp,
}

impl Day {
    /// A day by its date.
    pub fn of(date: Date, zone: TimeZone) -> Result<Self> {
        let start = |date: Date| date.to_zoned(zone.clone()).and_then(|day| day.start_of_day());
        let next = date.tomorrow().and_then(start).map_err(Error::internal)?;
        let first = start(date).map_err(Error::internal)?;
        Ok(Self { date, from: moment(&first), to: moment(&next), zone })
    }

    /// The day that it is.
    pub fn today(now: Timestamp, zone: TimeZone) -> Result<Self> {
        let date = zoned(now, &zone)?.date();
        Self::of(date, zone)
    }

    /// Whether a time lies in it.
    pub fn contains(&self, at: Timestamp) -> bool {
        (self.from..self.to).contains(&at)
    }

    /// The day so many days before.
    pub fn before(&self, days: i32) -> Result<Self> {
        let date = self.date.checked_sub(days.days()).map_err(Error::internal)?;
        Self::of(date, self.zone.clone())
    }

    /// The hour on the clock, 0 to 23.
    pub fn hour(&self, at: Timestamp) -> Result<usize> {
        Ok(usize::try_from(zoned(at, &self.zone)?.hour()).unwrap_or(0))
    }

    /// The moment of this day when the clock shows what it shows at `at`; the day's end when `at` lies in this day's future.
    pub fn at_the_same_time(&self, at: Timestamp) -> Result<Timestamp> {
        let time = zoned(at, &self.zone)?.time();
        let then = self.date.to_datetime(time).to_zoned(self.zone.clone()).map_err(Error::internal)?;
        Ok(moment(&then))
    }
}

fn zoned(at: Timestamp, zone: &TimeZone) -> Result<Zoned> {
    Ok(Instant::from_millisecond(at.millis()).map_err(Error::internal)?.to_zoned(zone.clone()))
}

fn moment(zoned: &Zoned) -> Timestamp {
    Timestamp::from_millis(zoned.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fold::{SLOT, slot};

    fn at(text: &str) -> Timestamp {
        Timestamp::from_millis(text.parse::<Instant>().expect("a time").as_millisecond())
    }

    fn day(date: &str, zone: &str) -> Day {
        let zone = TimeZone::get(zone).expect("a zone");
        Day::of(date.parse().expect("a date"), zone).expect("a day")
    }

    #[test]
    fn a_day_in_shanghai_begins_when_it_is_four_in_the_afternoon_in_greenwich() {
        let day = day("2026-07-01", "Asia/Shanghai");
        assert_eq!((day.from, day.to), (at("2026-06-30T16:00:00Z"), at("2026-07-01T16:00:00Z")));
        assert!(day.contains(day.from) && !day.contains(day.to));
        assert_eq!(day.hour(at("2026-06-30T16:59:59Z")).expect("an hour"), 0);
        assert_eq!(day.hour(at("2026-07-01T15:59:59Z")).expect("an hour"), 23);
        let today = Day::today(at("2026-06-30T16:00:00Z"), day.zone.clone()).expect("today");
        assert_eq!(today.date, day.date);
    }

    #[test]
    fn a_day_on_which_the_clock_is_set_has_its_own_length_and_the_same_hours() {
        let spring = day("2026-03-29", "Europe/Berlin");
        assert_eq!(spring.to.since(spring.from), SLOT * 4 * 23);
        let autumn = day("2026-10-25", "Europe/Berlin");
        assert_eq!(autumn.to.since(autumn.from), SLOT * 4 * 25);
        assert_eq!(autumn.hour(at("2026-10-25T00:30:00Z")).expect("an hour"), 2);
        assert_eq!(autumn.hour(at("2026-10-25T01:30:00Z")).expect("an hour"), 2);
        let noon = at("2026-11-01T11:00:00Z");
        assert_eq!(autumn.at_the_same_time(noon).expect("a time"), at("2026-10-25T11:00:00Z"));
    }

    proptest! {
        #[test]
        fn days_of_every_zone_are_made_of_whole_slots(
            zone in prop::sample::select(vec![
                "Asia/Shanghai", "Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Chatham",
                "Europe/Berlin", "America/Santiago", "UTC",
            ]),
            number in 0_i64..3_650,
        ) {
            let moment = Timestamp::from_millis(1_735_689_600_000 + number * 86_400_000);
            let day = Day::today(moment, TimeZone::get(zone).expect("a zone")).expect("a day");
            prop_assert!(day.contains(moment));
            prop_assert_eq!(slot(day.from), day.from);
            prop_assert_eq!(slot(day.to), day.to);
            prop_assert_eq!(day.before(7).expect("a week ago").before(-7).expect("back").from, day.from);
        }
    }
}
