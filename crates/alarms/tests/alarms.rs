//! Alarms on both databases: told once, quiet when somebody wants it, gone with their reason or their server.

use std::time::Duration;

use yingda_alarms::alarms::{MuteIn, acknowledge, list, mute};
use yingda_alarms::{Reading, judge};
use yingda_model::{Actor, Alarm, AlarmKind, Error, Severity};
use yingda_store::Store;
use yingda_testkit::{TestEnvironment, company, for_each_database};

fn disk(server: &str, free: f64) -> Reading {
    let (subject, server) = ("data".to_owned(), server.to_owned());
    Reading { kind: AlarmKind::DiskLow, subject, server, value: free, threshold: 10.0, critical: Some(2.0) }
}

fn lag(seconds: f64) -> Reading {
    let (subject, server) = ("bot".to_owned(), String::new());
    Reading {
        kind: AlarmKind::ConsumerBehind,
        subject,
        server,
        value: seconds,
        threshold: 60.0,
        critical: None,
    }
}

async fn read(store: &Store, environment: &TestEnvironment, server: &str, readings: &[Reading]) {
    judge(store, &environment.system(), server, readings.to_vec()).await.expect("judged");
}

async fn on(store: &Store, environment: &TestEnvironment) -> Vec<Alarm> {
    list(store, &environment.ctx(Actor::System)).await.expect("listed").items
}

fn told(store: &Store) -> i64 {
    store.positions().iter().map(|(_, position)| position).sum()
}

#[tokio::test]
async fn each_is_told_once_however_many_servers_see_it() {
    for_each_database(async |store, environment| {
        let began = told(&store);
        let (a, b) = ([disk("a", 9.0), lag(90.0)], [disk("b", 80.0), lag(91.0)]);
        for _ in 0..3 {
            tokio::join!(read(&store, &environment, "a", &a), read(&store, &environment, "b", &b));
            environment.advance(Duration::from_secs(10));
        }
        let kinds: Vec<_> = on(&store, &environment).await.iter().map(|alarm| alarm.kind).collect();
        assert_eq!((kinds.len(), told(&store) - began), (2, 2), "{kinds:?}");

        read(&store, &environment, "a", &[disk("a", 1.0), lag(5.0)]).await;
        let [alarm] = &on(&store, &environment).await[..] else { panic!("one is left") };
        assert_eq!((alarm.severity, alarm.value), (Severity::Critical, 1.0));
        assert_eq!(told(&store) - began, 4, "one is worse, one is over");
        // The server goes and never comes back.
        environment.advance(Duration::from_mins(11));
        read(&store, &environment, "b", &[disk("b", 80.0)]).await;
        assert!(on(&store, &environment).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_administrator_sees_to_one_and_has_peace_from_another() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        read(&store, &environment, "a", &[disk("a", 9.0), lag(90.0)]).await;
        let administrator = environment.member(&company.administrator);
        for other in [&company.supervisor, &company.agent, &company.analyst] {
            let refused = list(&store, &environment.member(other)).await;
            assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
        }
        let alarms = on(&store, &environment).await;
        let id = |kind| alarms.iter().find(|alarm| alarm.kind == kind).expect("it is on").id;
        let seen = acknowledge(&store, &administrator, id(AlarmKind::ConsumerBehind)).await.expect("seen");
        assert_eq!(seen.acknowledged_by.map(|member| member.id), Some(company.administrator.id));
        let too_long = mute(&store, &administrator, id(AlarmKind::DiskLow), MuteIn { hours: 169 }).await;
        assert!(matches!(too_long, Err(Error::Invalid(_))), "{too_long:?}");
        mute(&store, &administrator, id(AlarmKind::DiskLow), MuteIn { hours: 2 }).await.expect("muted");

        // It goes and comes again: still quiet, and then no longer.
        read(&store, &environment, "a", &[disk("a", 50.0), lag(90.0)]).await;
        assert_eq!(on(&store, &environment).await.len(), 1);
        environment.advance(Duration::from_mins(30));
        read(&store, &environment, "a", &[disk("a", 9.0), lag(90.0)]).await;
        let muted = |alarms: &[Alarm]| alarms.iter().filter(|alarm| alarm.muted_until.is_some()).count();
        assert_eq!(muted(&on(&store, &environment).await), 1);
        environment.advance(Duration::from_hours(2));
        assert_eq!(muted(&on(&store, &environment).await), 0);
    })
    .await;
}
