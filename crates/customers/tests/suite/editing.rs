//! Members look customers up and edit what they know of them.

use std::collections::BTreeMap;

use serde_json::json;
use yingda_customers::customers::{self, CustomerIn, CustomerPatch};
use yingda_customers::orders;
use yingda_model::customer::{OrderItem, OrderStatus};
use yingda_model::{Conflict, Customer, Error, Locale, Order, PageRequest};
use yingda_store::Unit;
use yingda_testkit::for_each_database;

use crate::world::World;

fn input(world: &World, name: &str, external_id: &str) -> CustomerIn {
    CustomerIn {
        brand_id: world.company.brand.id,
        name: name.into(),
        external_id: external_id.into(),
        email: Some(format!("{external_id}@example.com")),
        phone: Some("138 **** 0001".into()),
        tier: Some("金卡".into()),
        locale: Locale::ZhCn,
        attributes: BTreeMap::from([("城市".to_owned(), "杭州".to_owned())]),
    }
}

fn patch(value: serde_json::Value) -> CustomerPatch {
    serde_json::from_value(value).expect("is a patch")
}

async fn create(world: &World, name: &str, external_id: &str) -> Customer {
    let ctx = world.environment.system();
    customers::create(&world.store, &ctx, input(world, name, external_id)).await.expect("creates")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_found_by_any_part_of_their_name_or_number() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let lin = create(&world, "林小雨", "xh-1001").await;
        let emma = create(&world, "Emma Stone 100%", "xh-1002").await;
        let ctx = world.environment.member(&world.company.agent);
        let find = async |query: &str| {
            let page = customers::list(&world.store, &ctx, Some(query), PageRequest::default()).await;
            page.expect("lists").items.into_iter().map(|customer| customer.id).collect::<Vec<_>>()
        };
        assert_eq!(find("小雨").await, [lin.id]);
        assert_eq!(find("STONE").await, [emma.id]);
        assert_eq!(find("XH-1001").await, [lin.id]);
        assert_eq!(find("xh-1002@EXAMPLE").await, [emma.id]);
        assert_eq!(find("").await, [emma.id, lin.id]);
        assert!(find("%").await.is_empty());
        assert!(find("nobody").await.is_empty());
        let first =
            customers::list(&world.store, &ctx, None, PageRequest::new(None, Some(1))).await.expect("lists");
        let second = PageRequest::new(first.next.clone(), Some(1));
        let second = customers::list(&world.store, &ctx, None, second).await.expect("lists");
        assert_eq!((first.items[0].id, second.items[0].id, second.next), (emma.id, lin.id, None));
        let nonsense = PageRequest::new(Some("nonsense".into()), None);
        let refused = customers::list(&world.store, &ctx, None, nonsense).await;
        assert!(matches!(refused, Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_absent_stays_and_null_clears() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let lin = create(&world, "林小雨", "xh-1001").await;
        let ctx = world.environment.member(&world.company.agent);
        let change = patch(json!({ "email": null, "note": "喜欢微信联系", "version": 1 }));
        let changed = customers::update(&world.store, &ctx, lin.id, change.clone()).await.expect("updates");
        assert_eq!((changed.email, changed.version), (None, 2));
        assert_eq!((changed.phone, changed.tier), (lin.phone, lin.tier));
        let stale = customers::update(&world.store, &ctx, lin.id, change).await;
        assert!(matches!(stale, Err(Error::Conflict(Conflict::StaleVersion))));
        let read = customers::lookup(&world.store, &ctx, lin.id).await.expect("is there");
        assert_eq!(read.note, "喜欢微信联系");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_wrong_is_told_at_once() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let lin = create(&world, "林小雨", "xh-1001").await;
        let ctx = world.environment.member(&world.company.agent);
        let wrong = patch(json!({
            "name": "林".repeat(200), "email": "no address", "phone": "call me", "attributes": { "a/b": "x".repeat(201) },
            "version": 1
        }));
        let Err(Error::Invalid(errors)) = customers::update(&world.store, &ctx, lin.id, wrong).await else {
            panic!("must be refused");
        };
        let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/email", "/phone", "/attributes/a~1b"]);
        let untouched = customers::lookup(&world.store, &ctx, lin.id).await.expect("is there");
        assert_eq!(untouched, lin);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_know_a_customer_does_not_learn_of_them() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let lin = create(&world, "林小雨", "xh-1001").await;
        let mut stranger = world.company.agent.clone();
        stranger.brands.clear();
        stranger.teams.clear();
        let ctx = world.environment.member(&stranger);
        let unknown = customers::lookup(&world.store, &ctx, lin.id).await;
        assert!(matches!(unknown, Err(Error::NotFound { .. })));
        let none = customers::list(&world.store, &ctx, None, PageRequest::default()).await.expect("lists");
        assert!(none.items.is_empty());
        let ctx = world.environment.member(&world.company.knowledge_manager);
        let forbidden = customers::list(&world.store, &ctx, None, PageRequest::default()).await;
        assert!(matches!(forbidden, Err(Error::Forbidden { .. })));
        let ctx = world.environment.member(&world.company.analyst);
        let read_only = customers::update(&world.store, &ctx, lin.id, patch(json!({ "version": 1 }))).await;
        assert!(matches!(read_only, Err(Error::Forbidden { .. })));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_shop_id_is_taken_once() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        create(&world, "林小雨", "xh-1001").await;
        let ctx = world.environment.system();
        let twice = customers::create(&world.store, &ctx, input(&world, "另一个", "xh-1001")).await;
        assert!(matches!(twice, Err(Error::Conflict(Conflict::Taken("external_id")))), "{twice:?}");
        let signed_in = world.sign_in(&world.device(), "xh-1001", "one").await.expect("signs in");
        assert_eq!((signed_in.known, signed_in.tier.as_deref()), (true, Some("金卡")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_come_newest_first_in_pages() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let lin = create(&world, "林小雨", "xh-1001").await;
        let system = world.environment.system();
        let made: Vec<Order> = (0..5)
            .map(|index| Order {
                id: system.id(),
                number: format!("XH{index}"),
                status: OrderStatus::Paid,
                items: vec![OrderItem {
                    sku: "EA-AIR".into(),
                    name: "回声Air".into(),
                    quantity: 1,
                    price_minor: 39_900,
                }],
                total_minor: 39_900,
                currency: "CNY".into(),
                tracking: None,
                // The first three at the same moment.
                placed_at: yingda_model::Timestamp::from_millis(1_000 + (index - 2).max(0)),
            })
            .collect();
        let brand = world.company.brand.id;
        let stored = world.store.write(&system, Unit::quiet("test"), move |tx| {
            for order in &made {
                yingda_store::orders::create(tx, brand, lin.id, order)?;
            }
            Ok(())
        });
        stored.await.expect("stores");
        let ctx = world.environment.member(&world.company.agent);
        let (mut numbers, mut cursor) = (Vec::new(), None);
        loop {
            let page = PageRequest::new(cursor.take(), Some(2));
            let page = orders::list(&world.store, &ctx, lin.id, page).await.expect("lists");
            numbers.extend(page.items.into_iter().map(|order| order.number));
            let Some(next) = page.next else { break };
            cursor = Some(next);
        }
        assert_eq!(numbers, ["XH4", "XH3", "XH0", "XH1", "XH2"]);
    })
    .await;
}
