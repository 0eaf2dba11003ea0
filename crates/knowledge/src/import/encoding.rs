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
        return Err(unusable(
            "encoding",
            "the file is not text in UTF-8, UTF-16 or GB18030: save it as UTF-8",
        ));
    }
    Ok(text.into_owned())
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
    }
}
