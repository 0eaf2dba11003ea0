//! Stories about knowledge, each told on every database.

mod administration;
mod bot;
mod files;
mod importing;
mod unanswered;

use yingda_dialogue::Policy;
use yingda_knowledge::Knowledge;
use yingda_knowledge::faq::FaqIn;
use yingda_language::Segmenter;
use yingda_model::{BrandId, Locale};
use yingda_store::Store;

async fn load(store: &Store) -> Knowledge {
    Knowledge::load(store.clone(), Segmenter::new(), Policy::default()).await.expect("knowledge loads")
}

fn entry(brand: BrandId, question: &str, answer: &str) -> FaqIn {
    FaqIn {
        brand_id: brand,
        question: question.into(),
        similar: Vec::new(),
        answer: answer.into(),
        category: String::new(),
        locale: Locale::ZhCn,
        enabled: true,
        unanswered_id: None,
    }
}
