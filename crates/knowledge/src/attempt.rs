//! `faq_try`: what the bot would do with a question that comes first in a conversation, and why. Stores nothing.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_dialogue::{State, Turn, decide};
use yingda_language::{detect, normalize, tokenize};
use yingda_model::error::Checks;
use yingda_model::{BrandId, Content, Ctx, Evidence, Locale, Permission, Result, Subject};

use crate::{Knowledge, reply};

/// How many matches the bot looks at.
pub const MATCHES: usize = 5;

/// A question to try.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaqTryIn {
    pub brand_id: BrandId,
    /// What a customer would write.
    pub text: String,
    /// The language to answer in when the text does not tell.
    #[serde(default)]
    pub locale: Option<Locale>,
}

/// What the bot would do.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FaqTryOut {
    pub evidence: Evidence,
    /// What the customer would see.
    pub reply: Option<Content>,
    pub understood: Understood,
}

/// What the bot made of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Understood {
    pub normalized: String,
    /// Its words.
    pub tokens: Vec<String>,
}

/// Decides as the bot does at the start of a conversation.
pub fn run(knowledge: &Knowledge, ctx: &Ctx, input: &FaqTryIn) -> Result<FaqTryOut> {
    ctx.require(Permission::FaqRead, &Subject::brand(input.brand_id))?;
    let mut checks = Checks::default();
    checks.text(&input.text, "/text", 1, yingda_model::message::MAX_TEXT);
    checks.finish()?;
    let revision = knowledge.revision();
    let matches = knowledge.search(input.brand_id, &input.text, MATCHES);
    let turn = Turn::Text(input.text.clone());
    let decision = decide(&turn, &State::default(), &matches, knowledge.policy());
    let locale = detect(&input.text).or(input.locale).unwrap_or_default();
    let normalized = normalize(&input.text);
    Ok(FaqTryOut {
        evidence: decision.evidence(revision),
        reply: reply::content(knowledge, &decision, locale),
        understood: Understood { tokens: tokenize::words(knowledge.segmenter(), &normalized), normalized },
    })
}
