//! What a matching index promises, on examples and on random sequences of changes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;
use yingda_model::Locale;

use super::{Entry, Index, Match};
use crate::Segmenter;

static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(Segmenter::new);

fn entry(id: u32, questions: &[&str]) -> Entry<u32> {
    Entry { id, questions: questions.iter().map(|text| (*text).to_owned()).collect(), locale: Locale::ZhCn }
}

fn shop() -> Index<u32> {
    let mut index = Index::new(SEGMENTER.clone());
    index.upsert(entry(1, &["怎么申请退货？", "我要退货", "东西不想要了怎么退"]));
    index.upsert(entry(2, &["退货运费由谁承担？", "退货的邮费谁出"]));
    index.upsert(entry(3, &["怎么开发票？", "能开增值税专用发票吗"]));
    index.upsert(entry(4, &["How do I return an item?", "I want to send this back"]));
    index.upsert(entry(5, &["How do I reset my password?", "forgot password"]));
    index
}

fn ids(matches: &[Match<u32>]) -> Vec<u32> {
    matches.iter().map(|one| one.id).collect()
}

#[test]
fn finds_by_any_phrasing_and_names_the_standard_question() {
    let found = shop().search("退货邮费谁来出", 3);
    assert_eq!(found[0].id, 2);
    assert_eq!(found[0].question, "退货运费由谁承担？");
    assert_eq!(found[0].matched, "退货的邮费谁出");
    assert_eq!(found[0].terms, ["退货", "邮费", "谁", "出"]);
}

#[test]
fn equality_after_normalisation_is_one_and_only_that() {
    let index = shop();
    for text in ["我要退貨!!", "我要退货", " 我要 退货。", "ＦＯＲＧＯＴ password"] {
        assert!((index.search(text, 1)[0].score - 1.0).abs() < f64::EPSILON, "{text}");
    }
    assert!(index.search("要我退货", 1)[0].score < 1.0);
}

#[test]
fn courtesies_around_a_question_cost_little() {
    let index = shop();
    let found = index.search("你好，请问一下怎么申请退货呢？谢谢", 2);
    assert_eq!(found[0].id, 1);
    assert!(found[0].score > 0.6, "{}", found[0].score);
    let found = index.search("hi, please tell me how can I reset the passwords", 2);
    assert_eq!(found[0].id, 5);
    assert!(found[0].score > 0.5, "{}", found[0].score);
}

#[test]
fn a_question_about_something_else_scores_low() {
    let index = shop();
    for text in ["今天天气怎么样", "what is the weather today", "附近有加油站吗"] {
        let best = index.search(text, 1).first().map_or(0.0, |one| one.score);
        assert!(best < 0.35, "{text}: {best}");
    }
    for text in ["", "？！", "😀", "zzzqqq"] {
        assert!(index.search(text, 5).is_empty(), "{text}");
    }
}

#[test]
fn forms_and_typing_errors_still_match() {
    let index = shop();
    assert_eq!(index.search("returning items", 1)[0].id, 4);
    assert_eq!(index.search("pasword reset", 1)[0].id, 5);
}

#[test]
fn changes_show_at_once_and_are_counted() {
    let mut index = shop();
    assert_eq!((index.len(), index.phrasings(), index.revision()), (5, 11, 5));
    index.upsert(entry(3, &["怎么开发票？", "电子发票在哪下载"]));
    assert_eq!(index.search("电子发票在哪下载", 1)[0].id, 3);
    assert!(index.search("能开增值税专用发票吗", 1)[0].score < 1.0);
    assert!(index.remove(&3) && !index.remove(&3));
    assert!(!ids(&index.search("怎么开发票", 5)).contains(&3));
    assert_eq!((index.len(), index.phrasings(), index.revision()), (4, 9, 7));
}

#[test]
fn ties_go_by_id_and_a_repeated_phrasing_counts_once() {
    let mut index = Index::new(SEGMENTER.clone());
    index.upsert(entry(9, &["怎么退货", "怎么退货？", "怎么 退货"]));
    index.upsert(entry(2, &["怎么退货"]));
    assert_eq!(index.phrasings(), 2);
    let found = index.search("怎么退货", 5);
    assert_eq!(ids(&found), [2, 9]);
    assert!(found.iter().all(|one| (one.score - 1.0).abs() < f64::EPSILON));
}

#[test]
fn one_entry_alone_scores_as_among_many() {
    let mut alone = Index::new(SEGMENTER.clone());
    alone.upsert(entry(1, &["怎么申请退货？"]));
    let (alone, among) =
        (alone.search("如何申请退货", 1)[0].score, shop().search("如何申请退货", 1)[0].score);
    assert!((alone - among).abs() < 0.1, "{alone} {among}");
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[退货运费发票怎么开谁出的吗]{1,8}",
        "(return|refund|password|order|my|how)( (return|refund|password|order|my|how)){0,4}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// An index that was changed in any order answers like one that was built from what is left.
    #[test]
    fn incremental_equals_rebuilt(
        changes in proptest::collection::vec((0_u32..8, proptest::option::of(proptest::collection::vec(texts(), 1..4))), 1..24),
        query in texts(),
    ) {
        let mut index = Index::new(SEGMENTER.clone());
        let mut left: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for (id, questions) in changes {
            if let Some(questions) = questions {
                index.upsert(Entry { id, questions: questions.clone(), locale: Locale::ZhCn });
                left.insert(id, questions);
            } else {
                prop_assert_eq!(index.remove(&id), left.remove(&id).is_some());
            }
        }
        let mut rebuilt = Index::new(SEGMENTER.clone());
        for (id, questions) in left {
            rebuilt.upsert(Entry { id, questions, locale: Locale::ZhCn });
        }
        prop_assert_eq!(index.len(), rebuilt.len());
        prop_assert_eq!(index.phrasings(), rebuilt.phrasings());
        let scores = |found: &[Match<u32>]| found.iter().map(|one| (one.id, (one.score * 1e9).round() as i64)).collect::<Vec<_>>();
        prop_assert_eq!(scores(&index.search(&query, 10)), scores(&rebuilt.search(&query, 10)));
    }

    #[test]
    fn scores_are_ordered_bounded_and_repeatable(query in texts(), limit in 0_usize..4) {
        let index = shop();
        let found = index.search(&query, limit);
        prop_assert!(found.len() <= limit);
        prop_assert!(found.iter().all(|one| one.score > 0.0 && one.score <= 1.0));
        prop_assert!(found.windows(2).all(|pair| pair[0].score >= pair[1].score));
        prop_assert_eq!(&found, &index.search(&query, limit));
    }

    #[test]
    fn any_stored_phrasing_finds_itself(text in texts()) {
        prop_assume!(!crate::normalize::fold(&text).is_empty());
        let mut index = shop();
        index.upsert(entry(0, &[&text]));
        let found = index.search(&text, 1);
        prop_assert_eq!((found[0].id, found[0].score), (0, 1.0));
    }
}
