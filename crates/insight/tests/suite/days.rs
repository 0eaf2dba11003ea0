//! Days begin where the brand is, and everybody sees the numbers that their permission reaches.

use std::time::Duration;

use yingda_insight::numbers::NumbersQuery;
use yingda_model::context::MemberActor;
use yingda_model::member::{Brand, Team};
use yingda_model::{Error, Timestamp};
use yingda_store::{Unit, brands, teams};
use yingda_testkit::{Company, company, for_each_database};

use crate::journal::{Home, Journal};

/// A company with a second team, and a second brand on the other side of the world.
struct Wide {
    company: Company,
    first: Home,
    second_team: Home,
    second_brand: Home,
}

async fn wide(journal: &Journal) -> Wide {
    let company = company(&journal.store, &journal.environment).await;
    let ctx = journal.environment.system();
    let created_at = ctx.now.plus(Duration::from_secs(1));
    let brand = Brand {
        id: ctx.id(),
        name: "Second".into(),
        time_zone: "America/New_York".into(),
        created_at,
        ..company.brand.clone()
    };
    let team =
        |name: &str, brand_id| Team { id: ctx.id(), brand_id, name: name.into(), ..company.team.clone() };
    let (two, three) = (team("Two", company.brand.id), team("Three", brand.id));
    let wide = Wide {
        first: Home { brand: company.brand.id, team: company.team.id },
        second_team: Home { brand: company.brand.id, team: two.id },
        second_brand: Home { brand: brand.id, team: three.id },
        company,
    };
    let work = move |tx: &mut yingda_store::Tx<'_>| {
        brands::create(tx, &brand)?;
        teams::create(tx, &two)?;
        Ok(teams::create(tx, &three)?)
    };
    journal.store.write(&ctx, Unit::quiet("test_wide"), work).await.expect("stored");
    wide
}

fn of(brand: Option<Home>, team: Option<Home>) -> NumbersQuery {
    NumbersQuery { date: None, brand_id: brand.map(|home| home.brand), team_id: team.map(|home| home.team) }
}

#[tokio::test]
async fn a_scope_and_a_filter_show_what_lies_within() {
    for_each_database(async |store, environment| {
        let journal = Journal::new(store, environment);
        let wide = wide(&journal).await;
        for (home, times) in [(wide.first, 1), (wide.second_team, 10), (wide.second_brand, 100)] {
            for _ in 0..times {
                journal.opened(home).await;
            }
        }
        journal.count().await;
        let opened = async |member: &MemberActor, query| {
            journal.numbers(member, query).await.map(|numbers| numbers.figures.opened)
        };
        let (all, brand) = (&wide.company.analyst, &wide.company.supervisor);
        assert_eq!(opened(all, of(None, None)).await.expect("seen"), 111);
        assert_eq!(opened(all, of(Some(wide.second_brand), None)).await.expect("seen"), 100);
        assert_eq!(opened(all, of(None, Some(wide.second_team))).await.expect("seen"), 10);
        assert_eq!(opened(brand, of(None, None)).await.expect("seen"), 11, "their brand's only");
        assert_eq!(opened(brand, of(None, Some(wide.first))).await.expect("seen"), 1);
        for out_of_reach in [of(Some(wide.second_brand), None), of(None, Some(wide.second_brand))] {
            let refused = opened(brand, out_of_reach).await;
            assert!(matches!(refused, Err(Error::NotFound { .. })), "{refused:?}");
        }
        let agent = opened(&wide.company.agent, of(None, None)).await;
        assert!(matches!(agent, Err(Error::Forbidden { .. })), "{agent:?}");
    })
    .await;
}

#[tokio::test]
async fn a_day_ends_at_midnight_where_the_brand_is() {
    for_each_database(async |store, environment| {
        let journal = Journal::new(store, environment);
        let wide = wide(&journal).await;
        // To a minute before midnight in Shanghai, which is noon less a minute in New York in winter.
        let day = 86_400_000;
        let now = journal.environment.now().millis();
        let midnight = (now.div_euclid(day) + 2) * day - 8 * 3_600_000;
        journal.environment.advance(Duration::from_millis((midnight - 60_000 - now).unsigned_abs()));
        journal.opened(wide.first).await;
        journal.opened(wide.second_brand).await;
        let before = journal.environment.now();
        journal.environment.advance(Duration::from_secs(120));
        journal.opened(wide.first).await;
        journal.opened(wide.first).await;
        journal.opened(wide.second_brand).await;
        journal.count().await;

        let analyst = &wide.company.analyst;
        let shanghai = journal.numbers(analyst, of(Some(wide.first), None)).await.expect("numbers");
        assert_eq!((shanghai.figures.opened, shanghai.hours[0].figures.opened), (2, 2));
        assert_eq!((shanghai.from, shanghai.to), (at(midnight), at(midnight + day)));
        let compared = shanghai.compared.expect("yesterday has numbers");
        assert_eq!(compared.figures.opened, 0, "yesterday at this time there was nothing yet");
        assert_eq!(shanghai.hours[23].compared_opened, Some(1));
        assert!(shanghai.hours[0].begun && !shanghai.hours[1].begun);

        let new_york = journal.numbers(analyst, of(Some(wide.second_brand), None)).await.expect("numbers");
        assert_eq!((new_york.figures.opened, new_york.compared), (2, None), "there it is one day");
        assert_eq!(new_york.time_zone, "America/New_York");

        let yesterday = NumbersQuery { date: Some(date(before)), ..of(Some(wide.first), None) };
        let yesterday = journal.numbers(analyst, yesterday).await.expect("numbers");
        assert_eq!((yesterday.figures.opened, yesterday.present), (1, None));
        assert!(yesterday.hours.iter().all(|hour| hour.begun));
    })
    .await;
}

#[tokio::test]
async fn the_same_weekday_is_compared_before_yesterday_is() {
    for_each_database(async |store, environment| {
        let journal = Journal::new(store, environment);
        let wide = wide(&journal).await;
        let days = async |days: u64| journal.environment.advance(Duration::from_hours(24 * days));
        journal.opened(wide.first).await;
        days(1).await;
        let analyst = &wide.company.analyst;
        journal.count().await;
        let yesterday = journal.today(analyst).await.compared.expect("a day before").date;
        days(5).await;
        journal.opened(wide.first).await;
        days(1).await;
        journal.environment.advance(Duration::from_mins(1));
        journal.count().await;
        let compared = journal.today(analyst).await.compared.expect("an earlier day");
        assert_eq!((compared.date, compared.figures.opened), (yesterday, 1), "a week ago, not yesterday");
    })
    .await;
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

/// The date in Shanghai.
fn date(at: Timestamp) -> String {
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").expect("a zone");
    let at = jiff::Timestamp::from_millisecond(at.millis()).expect("a time");
    at.to_zoned(zone).date().to_string()
}
