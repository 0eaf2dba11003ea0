//! What the bot finds and says. Its loop over a conversation is not here.

use yingda_knowledge::attempt::{self, FaqTryIn};
use yingda_knowledge::faq::{self, FaqPatch};
use yingda_model::{BotAction, Content};
use yingda_testkit::{company, for_each_database};

use crate::{entry, load};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_is_found_at_once_here_and_by_following_elsewhere() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let (here, elsewhere) = (load(&store).await, load(&store).await);
        let ctx = environment.member(&company.knowledge_manager);
        let brand = company.brand.id;
        let found = |knowledge: &yingda_knowledge::Knowledge| {
            knowledge.search(brand, "怎么退货", 5).first().map(|best| best.id)
        };

        let id = faq::create(&here, &ctx, entry(brand, "怎么退货？", "七天内可以。")).await.unwrap().id;
        assert_eq!((found(&here), found(&elsewhere)), (Some(id), None));
        elsewhere.catch_up().await.unwrap();
        assert_eq!(found(&elsewhere), Some(id));
        assert_eq!(elsewhere.entry(id).unwrap().answer, "七天内可以。");
        assert_eq!(elsewhere.revision(), here.revision());

        let off = FaqPatch { enabled: Some(false), version: 1, ..FaqPatch::default() };
        faq::update(&here, &ctx, id, off).await.unwrap();
        assert_eq!((found(&here), found(&elsewhere)), (None, Some(id)));
        elsewhere.catch_up().await.unwrap();
        assert!(found(&elsewhere).is_none() && elsewhere.entry(id).is_none());

        let on = FaqPatch { enabled: Some(true), version: 2, ..FaqPatch::default() };
        faq::update(&here, &ctx, id, on).await.unwrap();
        assert_eq!(found(&load(&store).await), Some(id), "after a restart");
        faq::delete(&here, &ctx, id).await.unwrap();
        elsewhere.catch_up().await.unwrap();
        assert_eq!((found(&here), found(&elsewhere)), (None, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn trying_a_question_shows_what_the_bot_would_say_and_why() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let knowledge = load(&store).await;
        let ctx = environment.member(&company.knowledge_manager);
        let brand_id = company.brand.id;
        let id =
            faq::create(&knowledge, &ctx, entry(brand_id, "怎么退货？", "七天内可以。")).await.unwrap().id;
        let attempt = |text: &str| {
            attempt::run(&knowledge, &ctx, &FaqTryIn { brand_id, text: text.into(), locale: None }).unwrap()
        };

        let answered = attempt("怎麼退貨");
        assert_eq!(answered.evidence.action, BotAction::Answer);
        assert_eq!(answered.evidence.matches[0].faq_id, id);
        assert!(matches!(answered.reply, Some(Content::Answer { faq_id, .. }) if faq_id == id));
        assert_eq!(answered.understood.normalized, "怎么退货");
        assert!(answered.understood.tokens.contains(&"退货".to_owned()));

        let declined = attempt("明天会下雨吗");
        assert!(matches!(declined.evidence.action, BotAction::Decline | BotAction::Clarify));
        assert!(matches!(declined.reply, Some(Content::Menu { .. })));
        let handed_off = attempt("转人工");
        assert_eq!(handed_off.evidence.action, BotAction::Handoff);
        assert!(matches!(handed_off.reply, Some(Content::Text { .. })));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_counted() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let knowledge = load(&store).await;
        let ctx = environment.member(&company.knowledge_manager);
        let id =
            faq::create(&knowledge, &ctx, entry(company.brand.id, "怎么退货？", "可以。")).await.unwrap().id;
        for _ in 0..3 {
            knowledge.count_hit(id);
        }
        knowledge.write_hits(&environment.environment()).await.unwrap();
        knowledge.write_hits(&environment.environment()).await.unwrap();
        let found = faq::lookup(&knowledge, &ctx, id).await.unwrap();
        assert_eq!((found.hits, found.version), (3, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn following_ends_when_told_and_writes_down_what_was_counted() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let knowledge = load(&store).await;
        let ctx = environment.member(&company.knowledge_manager);
        let id =
            faq::create(&knowledge, &ctx, entry(company.brand.id, "怎么退货？", "可以。")).await.unwrap().id;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let following = knowledge.clone().follow(environment.environment(), stopped);
        knowledge.count_hit(id);
        tokio::join!(following, async { stop.send(true).unwrap() });
        assert_eq!(faq::lookup(&knowledge, &ctx, id).await.unwrap().hits, 1);
    })
    .await;
}
