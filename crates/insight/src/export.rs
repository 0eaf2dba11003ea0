//! `numbers_export`: the hours of a day as a CSV file that spreadsheet programs open, in Chinese or English.

use serde::Deserialize;
use utoipa::IntoParams;
use yingda_model::conversation::HandoffReason;
use yingda_model::{Ctx, Error, Locale, Permission, Result};
use yingda_store::Store;

use crate::figures::{Durations, Figures};
use crate::numbers::{self, NumbersQuery};

/// In which language.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Headings {
    /// The language of the headings; Chinese when it is absent.
    pub locale: Option<Locale>,
}

/// A file and the day that it is about.
pub struct Export {
    pub date: String,
    pub content: Vec<u8>,
}

/// The headings, Chinese and English. Durations are in seconds.
const COLUMNS: [(&str, &str); 29] = [
    ("日期", "Date"),
    ("时段", "Hour"),
    ("时区", "Time zone"),
    ("品牌", "Brand"),
    ("团队", "Team"),
    ("新会话", "Opened"),
    ("重新打开", "Reopened"),
    ("已结束", "Resolved"),
    ("机器人独立解决", "Resolved by the bot alone"),
    ("客服解决", "Resolved with an agent"),
    ("排队中放弃", "Abandoned in the queue"),
    ("客户提问", "Questions"),
    ("直接回答", "Answered"),
    ("给出候选", "Candidates offered"),
    ("候选被选中", "Candidates chosen"),
    ("未能回答", "Not known"),
    ("转人工", "Handed off"),
    ("转人工：客户要求", "Handed off: asked for a person"),
    ("转人工：连续两次没把握", "Handed off: unsure twice"),
    ("转人工：回答没帮助", "Handed off: not helpful"),
    ("转人工：客服接手", "Handed off: taken over"),
    ("转人工：客户再次来访", "Handed off: came back"),
    ("进入排队", "Queued"),
    ("等待中位数（秒）", "Median wait (s)"),
    ("等待 P90（秒）", "P90 wait (s)"),
    ("首次响应中位数（秒）", "Median first reply (s)"),
    ("首次响应 P90（秒）", "P90 first reply (s)"),
    ("评价数", "Ratings"),
    ("平均评分", "Average rating"),
];

/// The file, with a byte order mark: without it spreadsheet programs take Chinese text for another encoding.
pub async fn run(store: &Store, ctx: &Ctx, query: NumbersQuery, headings: Headings) -> Result<Export> {
    let reach = ctx.reach(Permission::ReportRead)?;
    let now = ctx.now;
    store
        .read(move |tx| {
            let asked = numbers::ask(tx, reach.clone(), now, &query)?;
            let day = &asked.day;
            let place = [
                day.zone.iana_name().unwrap_or_default(),
                asked.brand.as_ref().map_or("", |brand| brand.name.as_str()),
                asked.team.as_ref().map_or("", |team| team.name.as_str()),
            ]
            .map(harmless);
            let current = if day.contains(now) { day.hour(now)? } else { usize::MAX };
            let mut writer = csv::Writer::from_writer("\u{FEFF}".as_bytes().to_vec());
            let chinese = headings.locale != Some(Locale::En);
            let titles = COLUMNS.map(|(zh, en)| if chinese { zh } else { en });
            writer.write_record(titles).map_err(Error::internal)?;
            let date = day.date.to_string();
            let course = numbers::course(tx, &asked, day, day.to)?;
            for (hour, tally) in course.hours.iter().enumerate().filter(|(hour, _)| *hour <= current) {
                let when = [date.clone(), format!("{hour:02}:00")];
                let row = when.into_iter().chain(place.clone()).chain(cells(&tally.into()));
                writer.write_record(row).map_err(Error::internal)?;
            }
            let content = writer.into_inner().map_err(|error| Error::internal(error.to_string()))?;
            Ok(Export { date, content })
        })
        .await
}

fn cells(figures: &Figures) -> Vec<String> {
    let handoffs = HandoffReason::ALL.iter().map(|reason| {
        let count = figures.handoffs.iter().find(|handoff| handoff.reason == *reason);
        count.map_or(0, |handoff| handoff.count)
    });
    let mut counts = vec![
        figures.opened,
        figures.reopened,
        figures.resolved,
        figures.resolved_by_bot,
        figures.resolved_by_agent,
        figures.abandoned,
        figures.asked,
        figures.answered,
        figures.offered,
        figures.chosen,
        figures.unknown,
        figures.handed_off,
    ];
    counts.extend(handoffs);
    counts.push(figures.queued);
    let mut cells: Vec<String> = counts.iter().map(ToString::to_string).collect();
    cells.extend(durations(&figures.waits));
    cells.extend(durations(&figures.first_replies));
    cells.push(figures.ratings.count.to_string());
    cells.push(figures.ratings.average.map(|average| format!("{average:.2}")).unwrap_or_default());
    cells
}

fn durations(durations: &Durations) -> [String; 2] {
    let seconds = |millis: i64| format!("{:.1}", millis as f64 / 1000.0);
    [durations.median_ms, durations.p90_ms].map(|millis| millis.map(seconds).unwrap_or_default())
}

/// A text that no spreadsheet program takes for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::Tally;

    #[test]
    fn every_column_has_a_cell_and_no_name_is_a_formula() {
        let figures = Figures::from(&Tally::default());
        assert_eq!(cells(&figures).len() + 5, COLUMNS.len());
        for formula in ["=1+1", "+86", "-x", "@SUM(A1)", "\t=1"] {
            assert!(harmless(formula).starts_with('\''), "{formula}");
        }
        assert_eq!(harmless("售前"), "售前");
    }
}
