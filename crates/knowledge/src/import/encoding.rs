//! From bytes to text: UTF-8, UTF-16 with a byte order mark, or what Chinese spreadsheet programs save by default.

use encoding_rs::{Encoding, GB18030};
use yingda_model::Result;

use super::unusable;

/// The text of a file, without a byte order mark.
pub fn decode(content: &[u8]) -> Result<String> {
    let (text, damaged) = if let Some((encoding, mark)) = Encoding::for_bom(content) {
        encoding.decode_without_bom_handling(&content[mark..])
    } else if let Ok(text) = std::str::from_utf8(content) {
        (text.into(), false)
    } else {
        GB18030.decode_without_bom_handling(content)
    };
    if damaged || text.contains('\0') {
        let line = line_of_damage(content);
        return Err(unusable(
            "encoding",
            format!("line {line} is not text in UTF-8, UTF-16 or GB18030: save the file as UTF-8"),
        ));
    }
    Ok(text.into_owned())
}

/// The line of the first byte that no UTF-8 text has, from 1.
fn line_of_damage(content: &[u8]) -> usize {
    let whole = std::str::from_utf8(content).map_or_else(|error| error.valid_up_to(), str::len);
    let fine = content[..whole].iter().position(|byte| *byte == 0).unwrap_or(whole);
    content[..fine].split(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_spreadsheet_programs_save() {
        let gb = GB18030.encode("问题,答案").0;
        let utf16: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain("问题".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&gb).unwrap(), "问题,答案");
        assert_eq!(decode(&utf16).unwrap(), "问题");
        assert_eq!(decode("\u{FEFF}问题".as_bytes()).unwrap(), "问题");
        assert!(decode(&[0xFF, 0x00, 0x81]).is_err());
        let damaged = decode("问题,答案\n怎么退货,好\n怎么\0换货,好\n".as_bytes()).unwrap_err();
        assert!(format!("{damaged:?}").contains("line 3"), "{damaged:?}");
    }
}
