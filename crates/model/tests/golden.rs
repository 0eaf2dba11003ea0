//! What earlier versions have stored stays readable: `golden/events-N.jsonl` holds one entry of each event as version N of
//! their form wrote it. A line that is there is never changed; an event that is new, or has new fields, gets a new one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use yingda_model::Event;

fn lines() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let files = fs::read_dir(folder).expect("the golden files").map(|file| file.expect("a file").path());
    files
        .flat_map(|file| {
            let text = fs::read_to_string(file).expect("text");
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

/// Whether everything that was stored is still there; more may be.
fn holds(now: &Value, stored: &Value) -> bool {
    match (now, stored) {
        (Value::Object(now), Value::Object(stored)) => {
            stored.iter().all(|(key, value)| now.get(key).is_some_and(|now| holds(now, value)))
        }
        _ => now == stored,
    }
}

#[test]
fn events_of_every_earlier_version_are_read_with_all_that_they_say() {
    for line in lines() {
        let event: Event = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let (now, stored) = (serde_json::to_value(&event), serde_json::from_str::<Value>(&line));
        let (now, stored) = (now.expect("serialises"), stored.expect("JSON"));
        assert!(holds(&now, &stored), "{line} is read as {now}");
    }
}

#[test]
fn every_event_has_a_golden_line() {
    let lines = lines();
    let kept: BTreeSet<String> = lines
        .iter()
        .filter_map(|line| Some(serde_json::from_str::<Value>(line).ok()?["name"].as_str()?.to_owned()))
        .collect();
    let missing: Vec<_> =
        Event::CATALOGUE.iter().map(|(name, _)| *name).filter(|name| !kept.contains(*name)).collect();
    assert!(missing.is_empty(), "add a line to the newest file of tests/golden for {missing:?}");
}
