//! People who write what the bot knows. What the bot makes of it: `bot.rs`.

use std::time::Duration;

use yingda_knowledge::faq::{self, FaqFilter, FaqPatch};
use yingda_model::{Conflict, Error, PageRequest};
use yingda_store::journal;
use yingda_testkit::{company, for_each_database};

use crate::{entry, load};

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_is_written_found_changed_and_removed() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let knowledge = load(&store).await;
        let ctx = environment.member(&company.knowledge_manager);
        let mut input = entry(company.brand.id, " 怎么退货？ ", "七天内可以退货。");
        input.similar = vec!["能不能退".into()];
        input.category = "售后".into();
        let created = faq::create(&knowledge, &ctx, input).await.unwrap();
        assert_eq!((created.question.as_str(), created.version), ("怎么退货？", 1));
        assert_eq!(created.updated_by, Some(company.knowledge_manager.id));

        let filter = |q: &str| FaqFilter { q: Some(q.into()), ..FaqFilter::default() };
        for found in ["能不能退", "怎麼 退貨", "售后", "七天", "%？"] {
            let page = faq::list(&knowledge, &ctx, filter(found), PageRequest::default()).await.unwrap();
            assert_eq!(page.items.len(), 1, "{found}");
        }
        let none = faq::list(&knowledge, &ctx, filter("发票"), PageRequest::default()).await.unwrap();
        assert!(none.items.is_empty());

        environment.advance(Duration::from_secs(5));
        let ctx = environment.member(&company.knowledge_manager);
        let patch = FaqPatch {
            answer: Some("十五天内可以退货。".into()), version: 1, ..FaqPatch::default()
        };
        let updated = faq::update(&knowledge, &ctx, created.id, patch.clone()).await.unwrap();
        assert_eq!((updated.version, updated.answer.as_str()), (2, "十五天内可以退货。"));
        assert!(updated.updated_at > created.updated_at);
        let stale = faq::update(&knowledge, &ctx, created.id, patch).await;
        assert!(matches!(stale, Err(Error::Conflict(Conflict::StaleVersion))), "{stale:?}");
        let same = FaqPatch { enabled: Some(true), version: 2, ..FaqPatch::default() };
        assert_eq!(faq::update(&knowledge, &ctx, created.id, same).await.unwrap().version, 2);

        faq::delete(&knowledge, &ctx, created.id).await.unwrap();
        assert!(matches!(faq::lookup(&knowledge, &ctx, created.id).await, Err(Error::NotFound { .. })));
        let history =
            store.read(move |tx| Ok(journal::of_subject(tx, &created.id.to_string(), 0, 10)?)).await.unwrap();
        let names: Vec<_> = history.iter().map(|line| line.event.name()).collect();
        assert_eq!(names, ["faq.created", "faq.updated", "faq.deleted"]);
        assert!(history[1].personal.as_deref().is_some_and(|content| content.contains("十五天")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brand_asks_each_question_once_in_a_language() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let knowledge = load(&store).await;
        let ctx = environment.member(&company.administrator);
        faq::create(&knowledge, &ctx, entry(company.brand.id, "怎么退货", "可以。")).await.unwrap();
        let again = faq::create(&knowledge, &ctx, entry(company.brand.id, "怎麼 退貨？", "不行。")).await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::Taken("question")))), "{again:?}");

        let other =
            faq::create(&knowledge, &ctx, entry(company.brand.id, "怎么换货", "可以。")).await.unwrap();
        let patch = FaqPatch { question: Some("怎么退货".into()), version: 1, ..FaqPatch::default() };
        let taken = faq::update(&knowledge, &ctx, other.id, patch).await;
        assert!(matches!(taken, Err(Error::Conflict(Conflict::Taken("question")))), "{taken:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_write_writes_and_lists_page_through_everything() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let knowledge = load(&store).await;
        let manager = environment.member(&company.knowledge_manager);
        let agent = environment.member(&company.agent);
        let refused = faq::create(&knowledge, &agent, entry(company.brand.id, "问题", "答案")).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })));

        for number in 0..7 {
            let mut input = entry(company.brand.id, &format!("问题{number}"), "答案");
            input.category = if number % 2 == 0 { "甲" } else { "乙" }.into();
            faq::create(&knowledge, &manager, input).await.unwrap();
        }
        let (mut cursor, mut seen) = (None, Vec::new());
        loop {
            let request = PageRequest::new(cursor, Some(3));
            let page = faq::list(&knowledge, &agent, FaqFilter::default(), request).await.unwrap();
            seen.extend(page.items.into_iter().map(|entry| entry.question));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        seen.sort_unstable();
        assert_eq!(seen, (0..7).map(|number| format!("问题{number}")).collect::<Vec<_>>());
        let wrong = PageRequest::new(Some("nonsense".into()), None);
        assert!(matches!(
            faq::list(&knowledge, &agent, FaqFilter::default(), wrong).await,
            Err(Error::Invalid(_))
        ));

        let categories = faq::categories(&knowledge, &agent).await.unwrap().items;
        let counts: Vec<_> = categories.iter().map(|one| (one.category.as_str(), one.count)).collect();
        assert_eq!(counts, [("乙", 3), ("甲", 4)]);

        let mut stranger = company.agent.clone();
        stranger.brands.clear();
        let stranger = environment.member(&stranger);
        let page =
            faq::list(&knowledge, &stranger, FaqFilter::default(), PageRequest::default()).await.unwrap();
        assert!(page.items.is_empty());
    })
    .await;
}
