//! Measures matching on labelled questions: how often the right entry comes first, and how well the score tells
//! when to answer.
//!
//! `cargo run --release -p yingda-language --example evaluate_matching -- INDEX.jsonl QUERIES.jsonl`
//!
//! Index rows are `{"group","text"}` (rows of one group are phrasings of one entry), query rows `{"text","group"}`
//! with `group` null for what the index doesn't know. Prints one JSON object.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use std::{env, fs};

use serde::Deserialize;
use yingda_language::{Entry, Index, Segmenter};
use yingda_model::Locale;

#[derive(Deserialize)]
struct Row {
    text: String,
    group: Option<String>,
}

/// What came back for one query.
struct Outcome {
    /// Place of the right entry among the first ten, from 1; `None` when it is not there.
    rank: Option<usize>,
    known: bool,
    score: f64,
    took: Duration,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<String> = env::args().skip(1).collect();
    let [index, queries] = &paths[..] else {
        return Err("usage: evaluate_matching INDEX.jsonl QUERIES.jsonl".into());
    };
    let (index, build) = build(read(index)?);
    let outcomes: Vec<Outcome> = read(queries)?.into_iter().map(|row| ask(&index, &row)).collect();
    report(&index, build, &outcomes);
    Ok(())
}

fn read(path: &str) -> Result<Vec<Row>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let rows = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    rows.map(|(number, line)| {
        serde_json::from_str(line).map_err(|error| format!("{path}:{}: {error}", number + 1))
    })
    .collect()
}

fn build(rows: Vec<Row>) -> (Index<String>, Duration) {
    let segmenter = Segmenter::new();
    segmenter.warm();
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        groups.entry(row.group.unwrap_or_default()).or_default().push(row.text);
    }
    let started = Instant::now();
    let mut index = Index::new(segmenter);
    for (id, questions) in groups {
        index.upsert(Entry { id, questions, locale: Locale::ZhCn });
    }
    (index, started.elapsed())
}

fn ask(index: &Index<String>, row: &Row) -> Outcome {
    let started = Instant::now();
    let matches = index.search(&row.text, 10);
    let took = started.elapsed();
    let place = matches.iter().position(|one| Some(&one.id) == row.group.as_ref());
    Outcome {
        rank: place.map(|place| place + 1),
        known: row.group.is_some(),
        score: matches.first().map_or(0.0, |best| best.score),
        took,
    }
}

#[expect(clippy::print_stdout, reason = "the measurement is the output")]
fn report(index: &Index<String>, build: Duration, outcomes: &[Outcome]) {
    let known = outcomes.iter().filter(|one| one.known).count() as f64;
    let within = |place: usize| {
        outcomes.iter().filter(|one| one.known && one.rank.is_some_and(|rank| rank <= place)).count() as f64
            / known
    };
    let mrr = outcomes.iter().filter_map(|one| one.rank).map(|rank| 1.0 / rank as f64).sum::<f64>() / known;
    let mut took: Vec<f64> = outcomes.iter().map(|one| one.took.as_secs_f64() * 1e3).collect();
    took.sort_unstable_by(f64::total_cmp);
    let quantile = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    let (best_f1, threshold) = best_f1(outcomes);
    let answered: Vec<serde_json::Value> = [0.99, 0.95, 0.9, 0.85, 0.8]
        .into_iter()
        .filter_map(|precision| operating_point(outcomes, precision))
        .collect();
    let result = serde_json::json!({
        "entries": index.len(), "phrasings": index.phrasings(), "queries": outcomes.len(),
        "top1": within(1), "top3": within(3), "mrr": mrr,
        "best_f1": best_f1, "best_f1_threshold": threshold, "precision_at_80": precision_at(outcomes, 0.8),
        "operating_points": answered,
        "build_seconds": build.as_secs_f64(), "query_ms": { "p50": quantile(0.5), "p99": quantile(0.99) },
    });
    println!("{result:#}");
}

/// Queries by falling score, each with whether its first match is right.
fn ranked(outcomes: &[Outcome]) -> Vec<(f64, bool)> {
    let mut ranked: Vec<(f64, bool)> = outcomes.iter().map(|one| (one.score, one.rank == Some(1))).collect();
    ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    ranked
}

/// For each threshold that separates scores: (threshold, queries answered, right answers).
fn thresholds(outcomes: &[Outcome]) -> Vec<(f64, usize, usize)> {
    let ranked = ranked(outcomes);
    let mut right = 0;
    let mut points = Vec::new();
    for (place, (score, is_right)) in ranked.iter().enumerate() {
        right += usize::from(*is_right);
        if ranked.get(place + 1).is_none_or(|next| next.0 < *score) {
            points.push((*score, place + 1, right));
        }
    }
    points
}

/// The best F1 of answering or abstaining, over all thresholds, and the threshold.
fn best_f1(outcomes: &[Outcome]) -> (f64, f64) {
    let known = outcomes.iter().filter(|one| one.known).count() as f64;
    let f1 = |(threshold, answered, right): (f64, usize, usize)| {
        (2.0 * right as f64 / (answered as f64 + known), threshold)
    };
    thresholds(outcomes).into_iter().map(f1).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default()
}

fn precision_at(outcomes: &[Outcome], coverage: f64) -> f64 {
    let ranked = ranked(outcomes);
    let answered = (ranked.len() as f64 * coverage) as usize;
    ranked[..answered].iter().filter(|(_, right)| *right).count() as f64 / answered as f64
}

/// The lowest threshold at which answers are right with the wanted precision, and the share then answered.
fn operating_point(outcomes: &[Outcome], precision: f64) -> Option<serde_json::Value> {
    let points = thresholds(outcomes).into_iter();
    let mut good = points.filter(|(_, answered, right)| *right as f64 >= precision * *answered as f64);
    let (threshold, answered, _) = good.next_back()?;
    let coverage = answered as f64 / outcomes.len() as f64;
    Some(serde_json::json!({ "precision": precision, "threshold": threshold, "coverage": coverage }))
}
