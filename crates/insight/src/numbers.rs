//! The numbers of a day: what was counted, hour by hour, beside an earlier day, and how things stand now.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yingda_model::member::{Brand, DEFAULT_TIME_ZONE, Team};
use yingda_model::permission::Reach;
use yingda_model::{BrandId, Ctx, Error, Permission, Result, Scope, Subject, TeamId, Timestamp};
use yingda_store::{Store, Tx, brands, consumers, tallies, teams};

use crate::day::Day;
use crate::figures::Figures;
use crate::present::{self, Present};
use crate::tally::Tally;

/// Hours on a clock.
const HOURS: usize = 24;
/// The days with which a day is compared, in days before it; the first that has numbers.
const EARLIER: [i32; 2] = [7, 1];

/// Which numbers.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NumbersQuery {
    /// The day, as `2026-07-01`; today when it is absent.
    #[param(value_type = Option<String>, format = "date")]
    pub date: Option<String>,
    /// One brand's; all of the actor's when it is absent.
    pub brand_id: Option<BrandId>,
    /// One team's; all of the actor's when it is absent.
    pub team_id: Option<TeamId>,
}

/// The numbers of a day.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = NumbersOut)]
pub struct Numbers {
    #[schema(format = "date")]
    pub date: String,
    /// The zone in which the day begins and ends: the brand's, or else that of the actor's oldest brand.
    pub time_zone: String,
    pub from: Timestamp,
    pub to: Timestamp,
    /// When this was read.
    pub at: Timestamp,
    /// Entries of the journal that are not counted yet; a few at most, unless the numbers are being made anew.
    pub behind: i64,
    pub figures: Figures,
    /// The same weekday a week before or else the day before, whichever has numbers, up to the same time of day, to the
    /// quarter of an hour.
    pub compared: Option<Compared>,
    /// The 24 hours on the clock.
    pub hours: Vec<Hour>,
    /// How things stand now; only when the day is today.
    pub present: Option<Present>,
}

/// An earlier day.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ComparedOut)]
pub struct Compared {
    #[schema(format = "date")]
    pub date: String,
    pub figures: Figures,
}

/// An hour of the day.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = HourOut)]
pub struct Hour {
    /// 0 to 23.
    pub hour: usize,
    /// Whether it has begun.
    pub begun: bool,
    pub figures: Figures,
    /// Conversations that began in this hour of the earlier day; none without one.
    pub compared_opened: Option<i64>,
    /// Handed off in this hour of the earlier day; none without one.
    pub compared_handed_off: Option<i64>,
}

/// What was asked for, once it is checked.
pub(crate) struct Asked {
    pub reach: Reach,
    pub brand: Option<Brand>,
    pub team: Option<Team>,
    pub day: Day,
}

impl Asked {
    fn filter(&self) -> (Option<BrandId>, Option<TeamId>) {
        (self.brand.as_ref().map(|brand| brand.id), self.team.as_ref().map(|team| team.id))
    }
}

/// The numbers of a day.
pub async fn day(store: &Store, ctx: &Ctx, query: NumbersQuery) -> Result<Numbers> {
    let reach = ctx.reach(Permission::ReportRead)?;
    let now = ctx.now;
    store
        .read(move |tx| {
            let asked = ask(tx, reach.clone(), now, &query)?;
            read(tx, &asked, now)
        })
        .await
}

/// Checks what was asked for. A brand or team out of reach is one that is not there.
pub(crate) fn ask(tx: &mut Tx<'_>, reach: Reach, now: Timestamp, query: &NumbersQuery) -> Result<Asked> {
    let date = query.date.as_deref().map(parse_date).transpose()?;
    let brands = brands::list(tx)?;
    let visible = |brand: &&Brand| reach.scope == Some(Scope::All) || reach.brands.contains(&brand.id);
    let brand = match query.brand_id {
        Some(id) => {
            let found = brands.iter().filter(visible).find(|brand| brand.id == id);
            Some(found.cloned().ok_or_else(|| Error::not_found("brand", id))?)
        }
        None => None,
    };
    let team = match query.team_id {
        Some(id) => {
            let found = teams::lookup(tx, id)?.filter(|team| {
                reach.covers(&Subject { brand: Some(team.brand_id), team: Some(id), owner: None })
            });
            Some(found.ok_or_else(|| Error::not_found("team", id))?)
        }
        None => None,
    };
    let of_team = team.as_ref().and_then(|team| brands.iter().find(|brand| brand.id == team.brand_id));
    let home = brand.as_ref().or(of_team).or_else(|| brands.iter().find(visible));
    let name = home.map_or(DEFAULT_TIME_ZONE, |brand| brand.time_zone.as_str());
    let zone = TimeZone::get(name).map_err(Error::internal)?;
    let today = Day::today(now, zone.clone())?;
    let day = match date {
        Some(date) if date > today.date => {
            return Err(Error::invalid("date", "out_of_range", "must not lie in the future"));
        }
        Some(date) => Day::of(date, zone)?,
        None => today,
    };
    Ok(Asked { reach, brand, team, day })
}

fn parse_date(text: &str) -> Result<Date> {
    let date = text.parse::<Date>().ok().filter(|date| (1970..=9000).contains(&date.year()));
    date.ok_or_else(|| Error::invalid("date", "invalid", "must be a date such as 2026-07-01"))
}

fn read(tx: &mut Tx<'_>, asked: &Asked, now: Timestamp) -> Result<Numbers> {
    let day = &asked.day;
    let today = day.contains(now);
    let course = course(tx, asked, day, day.to)?;
    let mut compared = None;
    for days in EARLIER {
        let earlier = day.before(days)?;
        let until = if today { earlier.at_the_same_time(now)? } else { earlier.to };
        let found = self::course(tx, asked, &earlier, until)?;
        if found.hours.iter().any(|tally| *tally != Tally::default()) {
            compared = Some((earlier.date, found));
            break;
        }
    }
    let current = if today { day.hour(now)? } else { HOURS };
    let (brand, team) = asked.filter();
    Ok(Numbers {
        date: day.date.to_string(),
        time_zone: day.zone.iana_name().unwrap_or_default().to_owned(),
        from: day.from,
        to: day.to,
        at: now,
        behind: consumers::progress(tx, tallies::CONSUMER)?.behind,
        figures: (&course.until).into(),
        hours: course
            .hours
            .iter()
            .enumerate()
            .map(|(hour, tally)| {
                let earlier = compared.as_ref().map(|(_, found)| &found.hours[hour]);
                Hour {
                    hour,
                    begun: hour <= current,
                    figures: tally.into(),
                    compared_opened: earlier.map(|tally| tally.opened),
                    compared_handed_off: earlier.map(Tally::handed_off),
                }
            })
            .collect(),
        compared: compared
            .map(|(date, found)| Compared { date: date.to_string(), figures: (&found.until).into() }),
        present: if today { Some(present::read(tx, &asked.reach, brand, team)?) } else { None },
    })
}

/// How a day went.
pub(crate) struct Course {
    /// The whole day by the hours on the clock.
    pub hours: Vec<Tally>,
    /// All slots that began before some time.
    until: Tally,
}

impl Course {
    /// From what came before that time and after it, each by the hour.
    fn of(before: Vec<Tally>, after: &[Tally]) -> Self {
        let mut until = Tally::default();
        for hour in &before {
            until.merge(hour);
        }
        let mut hours = before;
        for (hour, rest) in hours.iter_mut().zip(after) {
            hour.merge(rest);
        }
        Self { hours, until }
    }
}

/// How a day went within reach.
pub(crate) fn course(tx: &mut Tx<'_>, asked: &Asked, day: &Day, until: Timestamp) -> Result<Course> {
    let (brand, team) = asked.filter();
    let mut before = vec![Tally::default(); HOURS];
    let mut after = before.clone();
    for (place, counts) in tallies::between(tx, (day.from, day.to), brand, team)? {
        let subject = Subject { brand: Some(place.brand), team: place.team, owner: None };
        if asked.reach.covers(&subject) {
            let tally: Tally = serde_json::from_str(&counts).map_err(Error::internal)?;
            let hours = if place.slot < until { &mut before } else { &mut after };
            hours[day.hour(place.slot)?].merge(&tally);
        }
    }
    Ok(Course::of(before, &after))
}
