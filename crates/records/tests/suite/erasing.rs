//! Erasing a customer who wants it.

use yingda_model::{Error, Permission, Presence};
use yingda_records::{erasure, erasure_list};
use yingda_store::archive;
use yingda_testkit::for_two_of_each_database;

use crate::shop::{Shop, close, open};

const SECRET: &str = "我的身份证号是 110101199003070000";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_an_erased_customer_is_left_and_others_keep_everything() {
    for_two_of_each_database(async |address, _| {
        let shop = Shop::on(&address).await;
        let (gone, other) = (shop.visitor().await, shop.visitor().await);
        let first = shop.say(&gone, SECRET).await;
        shop.file(first).await;
        shop.resolve(first).await;
        shop.environment.advance(crate::shop::DAY * 2);
        let second = shop.say(&gone, "还在吗").await;
        let kept = shop.say(&other, "你好").await;

        let ada = shop.environment.member(&shop.company.administrator);
        erasure::erase(&shop.store, &ada, gone.1.id).await.expect("erased");

        assert_eq!(shop.faults().await, Vec::<String>::new());
        assert_eq!(shop.rows("conversations").await, 1);
        assert_eq!(shop.rows("customers").await, 1);
        assert_eq!(shop.rows("visitors").await, 1);
        assert_eq!((shop.rows("blobs").await, shop.rows("blob_chunks").await), (0, 0));
        for forgotten in [first.to_string(), second.to_string(), gone.1.id.to_string()] {
            assert!(!shop.remembers(&forgotten).await, "{forgotten}");
        }
        assert!(shop.remembers(kept).await);
        assert_eq!(shop.events("customer.erased").await, 1);
        assert_eq!(shop.events("conversation.erased").await, 2);
        // Their device comes back as somebody new.
        shop.say(&shop.visitor().await, "又来了").await;
        let again = erasure::erase(&shop.store, &ada, gone.1.id).await;
        assert!(matches!(again, Err(Error::NotFound { .. })), "{again:?}");
        close(shop.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_who_has_the_customer_is_freed_and_may_not_erase() {
    for_two_of_each_database(async |address, _| {
        let shop = Shop::on(&address).await;
        let customer = shop.visitor().await;
        let conversation = shop.say(&customer, "人工").await;
        let ann = shop.environment.member(&shop.company.agent);
        yingda_conversations::presence::update(&shop.store, &ann, shop.company.agent.id, Presence::Online)
            .await
            .expect("online");
        yingda_conversations::conversations::claim(&shop.store, &ann, conversation).await.expect("claimed");
        for (member, permission) in [
            (&shop.company.agent, Permission::CustomerErase),
            (&shop.company.supervisor, Permission::CustomerErase),
        ] {
            let refused = erasure::erase(&shop.store, &shop.environment.member(member), customer.1.id).await;
            assert!(matches!(refused, Err(Error::Forbidden { permission: of }) if of == permission));
        }
        let ada = shop.environment.member(&shop.company.administrator);
        erasure::erase(&shop.store, &ada, customer.1.id).await.expect("erased");
        assert_eq!(shop.faults().await, Vec::<String>::new());
        close(shop.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_from_before_does_not_bring_them_back() {
    for_two_of_each_database(async |address, other| {
        let folder = tempfile::tempdir().expect("a folder");
        let shop = Shop::on(&address).await;
        let customer = shop.visitor().await;
        let conversation = shop.say(&customer, SECRET).await;
        let (from, file, now) =
            (address.clone(), folder.path().join("monday.backup"), shop.environment.now());
        let made = file.clone();
        tokio::task::spawn_blocking(move || archive::backup(&from, &made, now))
            .await
            .expect("no panic")
            .expect("backed up");
        let ada = shop.environment.member(&shop.company.administrator);
        assert!(!erasure_list::write(&shop.store, folder.path()).await.expect("nobody is forgotten yet"));
        erasure::erase(&shop.store, &ada, customer.1.id).await.expect("erased");
        assert!(erasure_list::write(&shop.store, folder.path()).await.expect("written"));
        assert!(!erasure_list::write(&shop.store, folder.path()).await.expect("as it should be"));
        close(shop.store).await;

        let to = other.clone();
        tokio::task::spawn_blocking(move || archive::restore(&file, &to, now))
            .await
            .expect("no panic")
            .expect("restored");
        let restored = Shop {
            store: open(&other, &shop.environment).await,
            address: other,
            environment: shop.environment,
            company: shop.company,
        };
        assert_eq!(restored.rows("customers").await, 1);
        assert!(restored.remembers(conversation).await);
        let ctx = restored.environment.system();
        let list = folder.path().join(erasure_list::NAME);
        assert_eq!(erasure_list::take_over(&restored.store, &ctx, list).await.expect("a list"), 1);
        assert_eq!(erasure::finish_all(&restored.store, &ctx).await.expect("forgotten"), 1);
        assert_eq!(restored.rows("customers").await, 0);
        assert!(!restored.remembers(conversation).await);
        assert_eq!(restored.faults().await, Vec::<String>::new());
        close(restored.store).await;
    })
    .await;
}
