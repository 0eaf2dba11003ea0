//! `faq_export`: all entries of a brand as a CSV file that spreadsheet programs open and [`crate::import`] reads back.

use yingda_model::{BrandId, Ctx, Error, Faq, Permission, Result, Subject};
use yingda_store::faq::walk;

use crate::Knowledge;

/// Entries read at once.
const CHUNK: usize = 500;

/// The file, with a byte order mark: without it spreadsheet programs take Chinese text for another encoding.
pub async fn run(knowledge: &Knowledge, ctx: &Ctx, brand: BrandId) -> Result<Vec<u8>> {
    if !ctx.reach(Permission::FaqRead)?.covers(&Subject::brand(brand)) {
        return Err(Error::not_found("brand", brand));
    }
    let mut writer = csv::Writer::from_writer("\u{FEFF}".as_bytes().to_vec());
    let headings = ["question", "similar", "answer", "category", "locale", "enabled"];
    writer.write_record(headings).map_err(Error::internal)?;
    let mut after = None;
    loop {
        let entries =
            knowledge.0.store.read(move |tx| Ok(walk(tx, Some(brand), false, after, CHUNK)?)).await?;
        let Some(last) = entries.last() else { break };
        after = Some(last.id);
        for entry in &entries {
            writer.write_record(record(entry)).map_err(Error::internal)?;
        }
    }
    writer.into_inner().map_err(|error| Error::internal(error.to_string()))
}

fn record(faq: &Faq) -> [String; 6] {
    // A line for each, also for the only one: a `|` inside it is then no separator.
    let similar: String = faq.similar.iter().flat_map(|question| [question, "\n"]).collect();
    [
        faq.question.clone(),
        similar,
        faq.answer.clone(),
        faq.category.clone(),
        faq.locale.to_string(),
        faq.enabled.to_string(),
    ]
}
