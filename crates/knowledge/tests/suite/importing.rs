//! Imports and exports as a whole; the kinds of files are in `files.rs`.

use yingda_knowledge::faq::{self, FaqFilter};
use yingda_knowledge::import::{self, FaqImportIn, FaqImportOut, Format, MAX_ROWS};
use yingda_knowledge::{Knowledge, export};
use yingda_model::{BrandId, Ctx, Error, Faq, Locale, PageRequest, Result};
use yingda_testkit::{company, for_each_database};

use crate::load;

async fn csv(knowledge: &Knowledge, ctx: &Ctx, brand_id: BrandId, text: &str) -> Result<FaqImportOut> {
    let order = FaqImportIn { brand_id, format: Format::Csv, skip_bad: false, dry_run: false };
    import::run(knowledge, ctx, order, text.as_bytes().to_vec()).await
}

async fn entries(knowledge: &Knowledge, ctx: &Ctx) -> Vec<Faq> {
    let request = PageRequest::new(None, Some(200));
    let mut items =
        faq::list(knowledge, ctx, FaqFilter::default(), request).await.expect("the store answers").items;
    items.sort_by(|a, b| a.question.cmp(&b.question));
    items
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_in_changes_what_it_says_and_goes_out_again() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let knowledge = load(&store).await;
        let ctx = environment.member(&company.knowledge_manager);
        let brand = company.brand.id;
        let file = "问题,相似问,答案,分类,启用\n怎么退货？,退货流程|能退吗,七天内。,售后,是\n怎么付款？,,扫码。,支付,否\n";
        let first = csv(&knowledge, &ctx, brand, file).await.unwrap();
        assert_eq!((first.created, first.updated, first.unchanged, first.skipped), (2, 0, 0, 0));
        assert_eq!(knowledge.search(brand, "能退吗", 1)[0].question, "怎么退货？");

        let again = csv(&knowledge, &ctx, brand, file).await.unwrap();
        assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 2));

        let change = csv(&knowledge, &ctx, brand, "question;answer\n怎么 退货;十五天内。\n").await.unwrap();
        assert_eq!((change.created, change.updated), (0, 1));
        let stored = entries(&knowledge, &ctx).await;
        let changed = stored.iter().find(|entry| entry.version == 2).unwrap();
        assert_eq!((changed.question.as_str(), changed.answer.as_str()), ("怎么 退货", "十五天内。"));
        assert_eq!(changed.similar, ["退货流程", "能退吗"], "columns that are not there leave what is stored");
        assert_eq!(stored.iter().filter(|entry| !entry.enabled).count(), 1);

        let exported = export::run(&knowledge, &ctx, brand).await.unwrap();
        let exported = String::from_utf8(exported).unwrap();
        let back = csv(&knowledge, &ctx, brand, &exported).await.unwrap();
        assert_eq!((back.unchanged, back.updated, back.created), (2, 0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_rows_are_all_told_and_nothing_comes_in_unless_they_may_be_skipped() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let knowledge = load(&store).await;
        let ctx = environment.member(&company.knowledge_manager);
        let brand_id = company.brand.id;
        let file = "question,answer,locale,enabled\ngood,fine,en,\n,none,,\nsame,a,en,\nSame!,b,en,\nodd,,tlh,maybe\n";
        let Err(Error::Invalid(errors)) = csv(&knowledge, &ctx, brand_id, file).await else {
            panic!("four bad rows");
        };
        let told: Vec<_> = errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
        let expected = [
            ("/3/question", "required"),
            ("/5/question", "duplicate"),
            ("/6/locale", "unknown"),
            ("/6/enabled", "unknown"),
            ("/6/answer", "required"),
        ];
        assert_eq!(told, expected);
        assert!(entries(&knowledge, &ctx).await.is_empty());

        let mut order = FaqImportIn { brand_id, format: Format::Csv, skip_bad: true, dry_run: true };
        let dry = import::run(&knowledge, &ctx, order, file.into()).await.unwrap();
        assert_eq!((dry.created, dry.skipped, dry.errors.len(), dry.dry_run), (2, 3, 5, true));
        assert!(entries(&knowledge, &ctx).await.is_empty());
        order.dry_run = false;
        let done = import::run(&knowledge, &ctx, order, file.into()).await.unwrap();
        assert_eq!((done.created, done.skipped, done.errors), (2, 3, dry.errors));
        let stored = entries(&knowledge, &ctx).await;
        assert_eq!(stored.iter().map(|e| e.question.as_str()).collect::<Vec<_>>(), ["good", "same"]);
        assert_eq!(stored[0].locale, Locale::En);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_comes_in_whole_and_a_larger_one_not_at_all() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let knowledge = load(&store).await;
        let ctx = environment.member(&company.administrator);
        let rows = |count: usize| {
            let rows =
                (0..count).map(|n| format!("{{\"question\":\"question {n}\",\"answer\":\"answer {n}\"}}\n"));
            rows.collect::<String>().into_bytes()
        };
        let brand_id = company.brand.id;
        let order = FaqImportIn { brand_id, format: Format::Jsonl, skip_bad: false, dry_run: false };
        let units = store.statistics().units();
        let done = import::run(&knowledge, &ctx, order, rows(2_500)).await.unwrap();
        assert_eq!((done.created, done.unchanged), (2_500, 0));
        assert_eq!(store.statistics().units() - units, 25, "others write between units of 100");
        assert_eq!(knowledge.search(brand_id, "question 2499", 1)[0].question, "question 2499");
        let again = import::run(&knowledge, &ctx, order, rows(2_501)).await.unwrap();
        assert_eq!((again.created, again.unchanged), (1, 2_500));
        let refused = import::run(&knowledge, &ctx, order, rows(MAX_ROWS + 1)).await;
        assert!(matches!(refused, Err(Error::TooLarge { unit: "rows", .. })), "{refused:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_write_imports_and_only_into_a_brand_that_is_there() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let knowledge = load(&store).await;
        let file = "question,answer\nq,a\n";
        let analyst = environment.member(&company.analyst);
        let refused = csv(&knowledge, &analyst, company.brand.id, file).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })));
        let ctx = environment.member(&company.administrator);
        let unknown = csv(&knowledge, &ctx, ctx.id(), file).await;
        assert!(matches!(unknown, Err(Error::Invalid(errors)) if errors[0].pointer == "brand_id"));
    })
    .await;
}
