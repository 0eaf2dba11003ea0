//! The first sheet of an XLSX workbook, read cell by cell: a damaged or hostile file may claim any size, so neither
//! what it unpacks to nor where its cells stand is believed.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, Xlsx};
use yingda_model::{Error, Result};
use zip::ZipArchive;

use super::columns::Columns;
use super::{MAX_ROWS, Sheet, too_many_rows, unusable};

/// Bytes that a workbook may unpack to.
const MAX_UNPACKED: u64 = 200 * 1024 * 1024;
/// Columns looked at.
const MAX_COLUMNS: usize = 64;

/// Reads the first sheet.
pub fn read(content: &[u8]) -> Result<Sheet> {
    // The reader trusts offsets of the file in places; a panic there is a bad file, not a fault of ours.
    catch_unwind(AssertUnwindSafe(|| read_first_sheet(content))).unwrap_or_else(|_| Err(damaged()))
}

fn read_first_sheet(content: &[u8]) -> Result<Sheet> {
    check_size(content)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(content)).map_err(|_| damaged())?;
    let name = workbook.sheet_names().first().cloned().ok_or_else(damaged)?;
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(|_| damaged())?;
    let mut table = Table::default();
    while let Some(cell) = cells.next_cell().map_err(|_| damaged())? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if (column as usize) < MAX_COLUMNS && !text.trim().is_empty() {
            table.put(row as usize + 1, column as usize, text)?;
        }
    }
    table.finish()
}

/// Rows as their cells come: row by row, gaps where cells are empty.
#[derive(Default)]
struct Table {
    columns: Option<Columns>,
    sheet: Sheet,
    line: usize,
    cells: Vec<String>,
}

impl Table {
    fn put(&mut self, line: usize, column: usize, text: String) -> Result<()> {
        if line != self.line {
            self.end_row()?;
            self.line = line;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
        Ok(())
    }

    fn end_row(&mut self) -> Result<()> {
        let cells = std::mem::take(&mut self.cells);
        if cells.is_empty() {
            return Ok(());
        }
        match &self.columns {
            None => self.columns = Some(Columns::new(self.line, &cells)?),
            Some(columns) => match columns.row(self.line, cells) {
                Ok(row) => self.sheet.push(row)?,
                Err(error) => self.sheet.refuse(error)?,
            },
        }
        if self.sheet.rows.len() > MAX_ROWS { Err(too_many_rows()) } else { Ok(()) }
    }

    fn finish(mut self) -> Result<Sheet> {
        self.end_row()?;
        let columns = self.columns.ok_or_else(|| unusable("empty", "the first sheet is empty"))?;
        self.sheet.unknown = columns.into_unknown();
        Ok(self.sheet)
    }
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(time) => time.as_f64().to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Unpacks everything once to nowhere, and stops where it becomes too much.
fn check_size(content: &[u8]) -> Result<()> {
    let mut archive = ZipArchive::new(Cursor::new(content)).map_err(|_| damaged())?;
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|_| damaged())?;
        let unpacked =
            std::io::copy(&mut file.take(left + 1), &mut std::io::sink()).map_err(|_| damaged())?;
        left = left.checked_sub(unpacked).ok_or(Error::TooLarge {
            what: "the unpacked workbook",
            limit: MAX_UNPACKED / (1024 * 1024),
            unit: "MiB",
        })?;
    }
    Ok(())
}

fn damaged() -> Error {
    unusable("malformed", "the file is not a readable XLSX workbook")
}
