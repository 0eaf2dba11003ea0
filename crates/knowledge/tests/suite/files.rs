//! Files of every kind, whole and broken, through the same door: `import::run` with `dry_run`.

use std::io::Write as _;

use proptest::prelude::*;
use yingda_knowledge::Knowledge;
use yingda_knowledge::import::{self, FaqImportIn, FaqImportOut, Format};
use yingda_model::{BrandId, Ctx, Error, Result};
use yingda_testkit::{TestEnvironment, company};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::load;

struct Door {
    knowledge: Knowledge,
    ctx: Ctx,
    brand_id: BrandId,
    runtime: tokio::runtime::Runtime,
    _folder: tempfile::TempDir,
}

impl Door {
    fn open() -> Self {
        let runtime = tokio::runtime::Runtime::new().expect("a place to test in");
        let folder = tempfile::tempdir().expect("a place to test in");
        let address = yingda_store::Address::Sqlite(folder.path().join("yingda.db"));
        let environment = TestEnvironment::default();
        let store = yingda_store::Store::open(&address, environment.now()).expect("a place to test in");
        let (knowledge, company) =
            runtime.block_on(async { (load(&store).await, company(&store, &environment).await) });
        let (ctx, brand_id) = (environment.system(), company.brand.id);
        Self { knowledge, ctx, brand_id, runtime, _folder: folder }
    }

    fn read(&self, format: Format, content: &[u8]) -> Result<FaqImportOut> {
        let order = FaqImportIn { brand_id: self.brand_id, format, skip_bad: true, dry_run: true };
        self.runtime.block_on(import::run(&self.knowledge, &self.ctx, order, content.to_vec()))
    }
}

const SHEET: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>ROWS</sheetData></worksheet>"#;

/// A workbook as small as one can be, with these rows in its sheet.
fn workbook(rows: &str) -> Vec<u8> {
    let parts = [
        ("[Content_Types].xml", r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#.to_owned()),
        ("_rels/.rels", r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_owned()),
        ("xl/workbook.xml", r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="FAQ" sheetId="1" r:id="rId1"/></sheets></workbook>"#.to_owned()),
        ("xl/_rels/workbook.xml.rels", r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#.to_owned()),
        ("xl/worksheets/sheet1.xml", SHEET.replace("ROWS", rows)),
    ];
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name, SimpleFileOptions::default()).expect("a place to test in");
        archive.write_all(content.as_bytes()).expect("a place to test in");
    }
    archive.finish().expect("a place to test in").into_inner()
}

fn cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn row(number: usize, cells: &[(&str, &str)]) -> String {
    let cells: String = cells.iter().map(|(column, text)| cell(&format!("{column}{number}"), text)).collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}

#[test]
fn workbooks_are_read_with_the_spreadsheets_own_row_numbers() {
    let door = Door::open();
    let rows = row(1, &[("A", "标准问"), ("B", "答案"), ("D", "相似问")])
        + &row(3, &[("A", "怎么退货"), ("B", "七天内"), ("D", "能退吗|退货")])
        + &row(4, &[("B", "没有问题")])
        + r#"<row r="6"><c r="A6"><v>12</v></c><c r="B6" t="b"><v>1</v></c></row>"#;
    let report = door.read(Format::Xlsx, &workbook(&rows)).unwrap();
    assert_eq!((report.created, report.skipped), (2, 1));
    assert_eq!((report.errors[0].line, report.errors[0].field.as_str()), (4, "question"));
}

#[test]
fn a_workbook_may_claim_any_size() {
    let door = Door::open();
    let head = row(1, &[("A", "question"), ("B", "answer")]);
    let far = head.clone() + &row(1_048_576, &[("A", "q"), ("XFD", "far away")]);
    let report = door.read(Format::Xlsx, &workbook(&far)).unwrap();
    assert_eq!((report.errors[0].line, report.errors[0].field.as_str()), (1_048_576, "answer"));
    let many = head + &(2..20_100).map(|n| row(n, &[("A", "q"), ("B", "a")])).collect::<String>();
    assert!(matches!(door.read(Format::Xlsx, &workbook(&many)), Err(Error::TooLarge { .. })));
    let bomb = workbook(&" ".repeat(201 * 1024 * 1024));
    assert!(bomb.len() < 2 * 1024 * 1024);
    assert!(matches!(door.read(Format::Xlsx, &bomb), Err(Error::TooLarge { .. })));
}

#[test]
fn broken_files_say_so() {
    let door = Door::open();
    let good = workbook(&row(1, &[("A", "question"), ("B", "answer")]));
    for end in (0..good.len()).step_by(61) {
        assert!(matches!(door.read(Format::Xlsx, &good[..end]), Err(Error::Invalid(_))), "{end}");
    }
    for format in [Format::Csv, Format::Jsonl, Format::Xlsx] {
        for content in [&b""[..], b"\xEF\xBB\xBF", b"\xFF\xFE\x00", b"PK\x03\x04", b"\x80\x81\xFF"] {
            let told = door.read(format, content).map_or(true, |report| !report.errors.is_empty());
            assert!(told, "{format:?} {content:?}");
        }
    }
    let large = vec![b'a'; import::MAX_BYTES + 1];
    assert!(matches!(door.read(Format::Csv, &large), Err(Error::TooLarge { unit: "MiB", .. })));
}

#[test]
fn no_bytes_make_it_panic() {
    let door = Door::open();
    let good = workbook(&row(1, &[("A", "question"), ("B", "answer")]));
    let formats = prop_oneof![Just(Format::Csv), Just(Format::Jsonl), Just(Format::Xlsx)];
    let noise = proptest::collection::vec(any::<u8>(), 0..400);
    let text =
        "[qa,;\t\"\r\n|{}:问答]{0,120}".prop_map(|text| format!("question,answer\n{text}").into_bytes());
    let spoiled = proptest::collection::vec((0..good.len(), any::<u8>()), 1..8).prop_map(move |changes| {
        let mut file = good.clone();
        for (place, byte) in changes {
            file[place] = byte;
        }
        file
    });
    let config = ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() };
    proptest::test_runner::TestRunner::new(config)
        .run(&(formats, prop_oneof![noise, text, spoiled]), |(format, content)| {
            match door.read(format, &content) {
                Ok(_) | Err(Error::Invalid(_) | Error::TooLarge { .. }) => Ok(()),
                Err(other) => Err(TestCaseError::fail(format!("{other:?}"))),
            }
        })
        .unwrap();
}
