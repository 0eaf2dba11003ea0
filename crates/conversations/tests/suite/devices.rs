//! Customers who log in on a second device keep what they said there before.

use std::time::Duration;

use yingda_channels::web::Identity;
use yingda_conversations::receiving::Inbound;
use yingda_conversations::visitors::{Reception, VisitorSessionIn, VisitorSessionOut};
use yingda_conversations::{Doors, Feed, channels, messages};
use yingda_model::{Content, ConversationId, Error, Handler, Locale, Status, Unauthenticated};
use yingda_testkit::{IDENTITY_SECRET, for_each_database, vault};
use yingda_vault::Vault;

use crate::desk::Desk;

struct Shop {
    desk: Desk,
    reception: Reception,
    doors: Doors,
    vault: Vault,
    logins: u32,
}

impl Shop {
    async fn new(desk: Desk) -> Self {
        let vault = vault(&desk.store, &desk.environment).await;
        let doors = Doors::new(desk.store.clone(), vault.clone());
        let feed = Feed::new(desk.store.clone());
        let reception = Reception::new(desk.store.clone(), doors.clone(), feed, [7; 32]);
        Self { reception, doors, vault, desk, logins: 0 }
    }

    /// A page opens, on a device that keeps the token of before.
    async fn visit(&mut self, token: Option<&str>, who: Option<&str>) -> VisitorSessionOut {
        self.logins += 1;
        let identity = who.map(|who| Identity {
            external_id: who.into(),
            name: None,
            email: None,
            phone: None,
            jti: format!("login-{}", self.logins),
            expires_at: self.desk.environment.now().plus(Duration::from_secs(60)),
        });
        let input = VisitorSessionIn {
            channel_key: self.desk.company.channel.key.clone(),
            visitor_token: token.map(str::to_owned),
            identity: identity.map(|identity| identity.sign(IDENTITY_SECRET).expect("signed")),
            locale: None,
            consent: true,
        };
        let ctx = self.desk.environment.system();
        self.reception.open(&ctx, input).await.expect("comes in")
    }

    async fn say(&self, token: &str, text: &str) -> ConversationId {
        let ctx = self.desk.environment.system();
        let mut visitor = self.reception.authenticate(&ctx, token).await.expect("a good token");
        let inbound = Inbound {
            client_id: format!("{text}-1"),
            content: Content::text(text),
            locale: Locale::ZhCn,
            thread: String::new(),
        };
        let customer = self.reception.admit(&ctx, &mut visitor, &inbound).await.expect("admitted");
        let received = self.reception.receive(&ctx, &visitor, &customer, None, inbound).await;
        received.expect("received").conversation_id
    }

    async fn reads(&self, token: &str) -> Vec<String> {
        let ctx = self.desk.environment.system();
        let visitor = self.reception.authenticate(&ctx, token).await.expect("a good token");
        let customer = visitor.customer.as_ref().expect("a customer");
        let page =
            messages::history(&self.desk.store, &visitor.ctx, &visitor.channel, customer, None, 100).await;
        let items = page.expect("the history").items;
        items.into_iter().map(|message| message.content.words().to_owned()).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_begun_before_logging_in_joins_the_conversation_that_was_open() {
    for_each_database(async |store, environment| {
        let mut shop = Shop::new(Desk::open(store, environment).await).await;
        let phone = shop.visit(None, Some("c1")).await;
        let first = shop.say(&phone.token, "我的订单到哪了").await;
        let laptop = shop.visit(None, None).await;
        let second = shop.say(&laptop.token, "另一台电脑上的问题").await;
        let known = shop.visit(Some(&laptop.token), Some("c1")).await;
        assert_eq!(known.conversation.as_ref().map(|open| open.id), Some(first));
        let ended = shop.desk.conversation(second).await;
        assert_eq!((ended.status, ended.customer.known), (Status::Resolved, true));
        assert_eq!(shop.desk.conversation(first).await.status, Status::Open);
        let read = shop.reads(&known.token).await;
        for text in ["我的订单到哪了", "另一台电脑上的问题"] {
            assert!(read.iter().any(|words| words == text), "{text} is not in {read:?}");
        }
        assert_eq!(shop.reads(&phone.token).await, read, "on every device");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_a_person_goes_on_waiting_after_logging_in() {
    for_each_database(async |store, environment| {
        let mut shop = Shop::new(Desk::open(store, environment).await).await;
        let phone = shop.visit(None, Some("c1")).await;
        let first = shop.say(&phone.token, "我的订单到哪了").await;
        let laptop = shop.visit(None, None).await;
        let second = shop.say(&laptop.token, "转人工").await;
        shop.desk.settle().await;
        let known = shop.visit(Some(&laptop.token), Some("c1")).await;
        assert_eq!(known.conversation.as_ref().map(|open| open.id), Some(second));
        assert_eq!(shop.desk.conversation(second).await.handler, Handler::Queue);
        assert_eq!(shop.desk.conversation(first).await.status, Status::Resolved);
        assert_eq!(shop.say(&phone.token, "还在吗").await, second, "from the other device, too");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_new_secret_the_shops_old_words_are_worth_nothing() {
    for_each_database(async |store, environment| {
        let mut shop = Shop::new(Desk::open(store.clone(), environment).await).await;
        let known = shop.visit(None, Some("c1")).await;
        let anonymous = shop.visit(None, None).await;
        shop.say(&known.token, "我的订单到哪了").await;
        let ada = shop.desk.member(&shop.desk.company.administrator);
        let ctx = shop.desk.environment.system();
        let mut connected = shop.reception.authenticate(&ctx, &known.token).await.expect("a good token");
        channels::rotate_secret(&store, &shop.vault, &ada, shop.desk.company.channel.id, "http://here")
            .await
            .expect("new");
        shop.doors.forget();
        assert!(!shop.reception.look_again(&ctx, &mut connected).await.expect("looked"), "still connected");
        let refused = shop.reception.authenticate(&ctx, &known.token).await.err();
        assert!(
            matches!(refused, Some(Error::Unauthenticated(Unauthenticated::TokenExpired))),
            "{refused:?}"
        );
        let again = shop.visit(Some(&known.token), None).await;
        assert_eq!(again.conversation, None, "nobody vouches for the device");
        shop.reception.authenticate(&ctx, &anonymous.token).await.expect("nobody had to vouch for it");
    })
    .await;
}
