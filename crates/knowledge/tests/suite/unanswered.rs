//! Questions that the bot could not answer.

use yingda_knowledge::Knowledge;
use yingda_knowledge::faq::{self, FaqPatch};
use yingda_knowledge::unanswered::{self, UnansweredFilter};
use yingda_model::{
    BrandId, Conflict, Ctx, Error, Locale, PageRequest, Unanswered, UnansweredId, UnansweredState,
};
use yingda_store::Store;
use yingda_testkit::{company, for_each_database};

use crate::{entry, load};

async fn ask(store: &Store, ctx: &Ctx, brand: BrandId, question: &str) {
    let seen = unanswered::seen(ctx, brand, question, Locale::ZhCn, None).expect("a question with words");
    unanswered::record(store, ctx, vec![seen]).await.expect("the store answers");
}

async fn list(store: &Store, ctx: &Ctx, state: UnansweredState) -> Vec<Unanswered> {
    let filter = UnansweredFilter { state: Some(state) };
    unanswered::list(store, ctx, filter, PageRequest::default()).await.expect("the store answers").items
}

#[tokio::test(flavor = "multi_thread")]
async fn what_many_ask_stands_first_and_becomes_an_entry() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let knowledge: Knowledge = load(&store).await;
        let ctx = environment.member(&company.knowledge_manager);
        let brand = company.brand.id;
        for question in ["能开发票吗", "门店在哪", "能 开发票吗？？", "能開發票嗎"] {
            ask(&store, &ctx, brand, question).await;
        }
        assert!(unanswered::seen(&ctx, brand, "？！", Locale::ZhCn, None).is_none());
        let open = list(&store, &ctx, UnansweredState::Open).await;
        let counts: Vec<_> = open.iter().map(|one| (one.question.as_str(), one.count)).collect();
        assert_eq!(counts, [("能开发票吗", 3), ("门店在哪", 1)]);

        let mut input = entry(brand, "可以开发票吗？", "可以。");
        input.similar = vec!["能开发票吗".into()];
        input.unanswered_id = Some(open[0].id);
        let created = faq::create(&knowledge, &ctx, input).await.unwrap();
        let resolved = list(&store, &ctx, UnansweredState::Resolved).await;
        assert_eq!((resolved[0].id, resolved[0].faq_id), (open[0].id, Some(created.id)));
        assert!(unanswered::dismiss(&store, &ctx, open[0].id).await.is_err());

        let patch = FaqPatch { unanswered_id: Some(open[1].id), version: 1, ..FaqPatch::default() };
        assert_eq!(faq::update(&knowledge, &ctx, created.id, patch).await.unwrap().version, 1);
        assert!(list(&store, &ctx, UnansweredState::Open).await.is_empty());

        ask(&store, &ctx, brand, "门店在哪").await;
        let again = list(&store, &ctx, UnansweredState::Open).await;
        assert_eq!((again[0].count, again[0].faq_id), (2, None), "its answer was not found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_dismissed_stays_so() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let ctx = environment.member(&company.knowledge_manager);
        ask(&store, &ctx, company.brand.id, "讲个笑话").await;
        let id = list(&store, &ctx, UnansweredState::Open).await[0].id;
        let agent = environment.member(&company.agent);
        assert!(matches!(unanswered::dismiss(&store, &agent, id).await, Err(Error::Forbidden { .. })));
        for _ in 0..2 {
            let dismissed = unanswered::dismiss(&store, &ctx, id).await.unwrap();
            assert_eq!(dismissed.state, UnansweredState::Dismissed);
        }
        ask(&store, &ctx, company.brand.id, "讲个笑话").await;
        assert_eq!(list(&store, &ctx, UnansweredState::Dismissed).await[0].count, 2);
        for _ in 0..2 {
            let open = unanswered::reopen(&store, &ctx, id).await.unwrap();
            assert_eq!(open.state, UnansweredState::Open, "a slip can be taken back");
        }
        let missing: UnansweredId = ctx.id();
        let missing = unanswered::dismiss(&store, &ctx, missing).await;
        assert!(matches!(missing, Err(Error::NotFound { .. })), "{missing:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_that_is_refused_leaves_its_question_open() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let knowledge = load(&store).await;
        let ctx = environment.member(&company.knowledge_manager);
        let brand = company.brand.id;
        ask(&store, &ctx, brand, "能开发票吗").await;
        let id = list(&store, &ctx, UnansweredState::Open).await[0].id;
        faq::create(&knowledge, &ctx, entry(brand, "发票", "可以。")).await.unwrap();
        let mut input = entry(brand, "发票？", "可以。");
        input.unanswered_id = Some(id);
        let refused = faq::create(&knowledge, &ctx, input).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::Taken(_)))));
        assert_eq!(list(&store, &ctx, UnansweredState::Open).await[0].id, id);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rarest_and_oldest_go_when_there_are_too_many() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let brand = company.brand.id;
        for question in ["甲", "乙", "丙", "丁", "甲"] {
            environment.advance(std::time::Duration::from_secs(1));
            ask(&store, &environment.system(), brand, question).await;
        }
        let ctx = environment.system();
        let knowledge = load(&store).await;
        for expected in [1, 0] {
            assert_eq!(knowledge.prune(&environment.environment(), 3).await.unwrap(), expected);
        }
        let left: Vec<_> =
            list(&store, &ctx, UnansweredState::Open).await.into_iter().map(|q| q.question).collect();
        assert_eq!(left, ["甲", "丁", "丙"]);
    })
    .await;
}
