//! What is too old goes, what is not stays.

use yingda_records::Retention;
use yingda_records::retention::{Swept, sweep};
use yingda_testkit::for_two_of_each_database;

use crate::shop::{DAY, Shop, close};

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_goes_at_its_age() {
    for_two_of_each_database(async |address, _| {
        let shop = Shop::on(&address).await;
        let old = shop.visitor().await;
        let conversation = shop.say(&old, "旧的").await;
        shop.file(conversation).await;
        shop.resolve(conversation).await;
        let open = shop.visitor().await;
        shop.say(&open, "还没解决").await;
        shop.environment.advance(DAY * 40);
        let young = shop.visitor().await;
        let recent = shop.say(&young, "新的").await;
        shop.resolve(recent).await;

        let kept = Retention {
            conversations: Some(DAY * 60),
            attachments: Some(DAY * 30),
            visitors: Some(DAY * 60),
            ..Retention::default()
        };
        let ctx = shop.environment.system();
        let swept = sweep(&shop.store, &ctx, &kept).await.expect("swept");
        assert_eq!(swept, Swept { attachments: 1, ..Swept::default() });
        assert!(sweep(&shop.store, &ctx, &kept).await.expect("swept").is_empty());
        assert_eq!(shop.rows("blobs").await, 0);
        assert_eq!(shop.rows("conversations").await, 3);

        shop.environment.advance(DAY * 30);
        let ctx = shop.environment.system();
        let swept = sweep(&shop.store, &ctx, &kept).await.expect("swept");
        // Who has nothing any more goes with the last conversation; who waits stays, however long.
        assert_eq!(swept, Swept { conversations: 1, visitors: 1, ..Swept::default() });
        assert_eq!(shop.rows("conversations").await, 2);
        assert_eq!(shop.rows("customers").await, 2);
        assert!(!shop.remembers(conversation).await);
        assert_eq!(shop.faults().await, Vec::<String>::new());
        close(shop.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn much_goes_a_little_at_once() {
    for_two_of_each_database(async |address, _| {
        let shop = Shop::on(&address).await;
        for n in 0..130 {
            let conversation = shop.say(&shop.visitor().await, &format!("第 {n} 个")).await;
            shop.resolve(conversation).await;
        }
        shop.environment.advance(DAY * 2);
        let kept = Retention { conversations: Some(DAY), ..Retention::default() };
        let ctx = shop.environment.system();
        let first = sweep(&shop.store, &ctx, &kept).await.expect("swept");
        assert_eq!((first.conversations, first.more), (100, true));
        let second = sweep(&shop.store, &ctx, &kept).await.expect("swept");
        assert_eq!((second.conversations, second.more), (30, false));
        assert_eq!(shop.faults().await, Vec::<String>::new());
        close(shop.store).await;
    })
    .await;
}
