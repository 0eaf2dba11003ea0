//! The OpenAPI document.

use std::collections::BTreeSet;

use serde_json::Value;

/// Where the document is kept for those who have no server at hand.
const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");

#[test]
fn the_kept_document_is_the_one_that_the_code_makes() {
    let made = yingda_api::openapi().to_pretty_json().expect("it serialises") + "\n";
    let kept = std::fs::read_to_string(KEPT).unwrap_or_default();
    assert!(made == kept, "docs/openapi.json is not up to date: run `make generate`");
}

#[test]
fn every_operation_has_a_name_a_family_and_a_summary_and_every_reference_leads_somewhere() {
    let text = yingda_api::openapi().to_json().expect("it serialises");
    let document: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(document["openapi"], "3.1.0");
    let mut names = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            for field in ["operationId", "summary"] {
                assert!(operation[field].is_string(), "{method} {path} has no {field}");
            }
            assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{method} {path}");
            assert!(names.insert(operation["operationId"].to_string()), "{method} {path}: the name is taken");
        }
    }
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().expect("a name");
        assert!(schemas.contains_key(name), "there is no schema {name}");
    }
}
