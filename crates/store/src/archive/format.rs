//! How an archive is written: parts with a letter before each, numbers little-endian, texts with their length.

use std::io::{self, Read, Write};

use sha2::{Digest as _, Sha256};

use crate::connection::{Column, Kind, Table};
use crate::value::Value;

/// Bytes of the longest text or value that is believed; more is damage.
const LONGEST: u32 = 1 << 30;

/// One part of an archive.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    /// From here on, rows of this table.
    Table(Table),
    /// A row of the table at hand.
    Row(Vec<Value>),
    /// The end: how many rows there were.
    End { rows: u64 },
}

/// Writes a part.
pub(crate) fn write_part(out: &mut impl Write, part: &Part) -> io::Result<()> {
    match part {
        Part::Table(table) => {
            out.write_all(b"t")?;
            write_bytes(out, table.name.as_bytes())?;
            out.write_all(&length(table.columns.len())?.to_le_bytes())?;
            for column in &table.columns {
                write_bytes(out, column.name.as_bytes())?;
                out.write_all(&[column.kind.letter()])?;
            }
            Ok(())
        }
        Part::Row(values) => {
            out.write_all(b"r")?;
            values.iter().try_for_each(|value| write_value(out, value))
        }
        Part::End { rows } => {
            out.write_all(b"e")?;
            out.write_all(&rows.to_le_bytes())
        }
    }
}

/// Reads the next part. `table` says how many values a row has.
pub(crate) fn read_part(from: &mut impl Read, table: Option<&Table>) -> io::Result<Part> {
    match read_byte(from)? {
        b't' => {
            let name = read_text(from)?;
            let count = read_length(from)?;
            let columns = (0..count)
                .map(|_| {
                    let name = read_text(from)?;
                    let kind = Kind::of_letter(read_byte(from)?).ok_or_else(|| damaged("a column's kind"))?;
                    Ok(Column { name, kind })
                })
                .collect::<io::Result<_>>()?;
            Ok(Part::Table(Table { name, columns }))
        }
        b'r' => {
            let table = table.ok_or_else(|| damaged("a row without a table"))?;
            table.columns.iter().map(|_| read_value(from)).collect::<io::Result<_>>().map(Part::Row)
        }
        b'e' => Ok(Part::End { rows: u64::from_le_bytes(read_array(from)?) }),
        _ => Err(damaged("a part of no known kind")),
    }
}

fn write_value(out: &mut impl Write, value: &Value) -> io::Result<()> {
    match value {
        Value::Null => out.write_all(b"0"),
        Value::Boolean(false) => out.write_all(b"n"),
        Value::Boolean(true) => out.write_all(b"y"),
        Value::Integer(number) => out.write_all(b"i").and_then(|()| out.write_all(&number.to_le_bytes())),
        Value::Real(number) => out.write_all(b"f").and_then(|()| out.write_all(&number.to_le_bytes())),
        Value::Text(text) => out.write_all(b"s").and_then(|()| write_bytes(out, text.as_bytes())),
        Value::Bytes(bytes) => out.write_all(b"b").and_then(|()| write_bytes(out, bytes)),
    }
}

fn read_value(from: &mut impl Read) -> io::Result<Value> {
    Ok(match read_byte(from)? {
        b'0' => Value::Null,
        b'n' => Value::Boolean(false),
        b'y' => Value::Boolean(true),
        b'i' => Value::Integer(i64::from_le_bytes(read_array(from)?)),
        b'f' => Value::Real(f64::from_le_bytes(read_array(from)?)),
        b's' => Value::Text(read_text(from)?),
        b'b' => Value::Bytes(read_bytes(from)?),
        _ => return Err(damaged("a value of no known kind")),
    })
}

fn write_bytes(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(&length(bytes.len())?.to_le_bytes())?;
    out.write_all(bytes)
}

fn read_bytes(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let length = read_length(from)?;
    let mut bytes = Vec::new();
    // Grows with what is there, whatever the length claims.
    let read = from.take(length.into()).read_to_end(&mut bytes)?;
    if read == length as usize { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn read_text(from: &mut impl Read) -> io::Result<String> {
    String::from_utf8(read_bytes(from)?).map_err(|_| damaged("a text that is not UTF-8"))
}

fn length(length: usize) -> io::Result<u32> {
    u32::try_from(length)
        .ok()
        .filter(|length| *length <= LONGEST)
        .ok_or_else(|| damaged("a value above 1 GiB"))
}

fn read_length(from: &mut impl Read) -> io::Result<u32> {
    let length = u32::from_le_bytes(read_array(from)?);
    if length <= LONGEST { Ok(length) } else { Err(damaged("a length above 1 GiB")) }
}

fn read_byte(from: &mut impl Read) -> io::Result<u8> {
    read_array::<1>(from).map(|[byte]| byte)
}

fn read_array<const N: usize>(from: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the archive holds {what}"))
}

/// Hashes what passes through.
pub(crate) struct Hashing<W> {
    out: W,
    hasher: Sha256,
}

impl<W: Write> Hashing<W> {
    pub fn new(out: W) -> Self {
        Self { out, hasher: Sha256::new() }
    }

    /// What was written to, and the hash of all that was.
    pub fn finish(self) -> (W, [u8; 32]) {
        (self.out, self.hasher.finalize().into())
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let column = |name: &str, kind| Column { name: name.into(), kind };
        Table {
            name: "things".into(),
            columns: vec![
                column("id", Kind::Text),
                column("n", Kind::Integer),
                column("r", Kind::Real),
                column("b", Kind::Boolean),
                column("x", Kind::Bytes),
                column("none", Kind::Text),
            ],
        }
    }

    #[test]
    fn parts_come_back_as_they_were_written() {
        let row = vec![
            Value::Text("应答".into()),
            Value::Integer(i64::MIN),
            Value::Real(-0.5),
            Value::Boolean(true),
            Value::Bytes(vec![0, 255]),
            Value::Null,
        ];
        let parts = [Part::Table(table()), Part::Row(row), Part::End { rows: 1 }];
        let mut bytes = Vec::new();
        for part in &parts {
            write_part(&mut bytes, part).expect("written");
        }
        let mut from = bytes.as_slice();
        for part in &parts {
            assert_eq!(read_part(&mut from, Some(&table())).expect("read"), *part);
        }
    }

    #[test]
    fn a_length_that_lies_takes_no_memory() {
        let mut bytes = b"t".to_vec();
        bytes.extend(u32::to_le_bytes(LONGEST));
        bytes.extend(b"short");
        assert!(read_part(&mut bytes.as_slice(), None).is_err());
    }
}
