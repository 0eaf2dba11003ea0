//! What a file may be called and counted as. Whatever could run in a browser is kept as bytes without a meaning.

/// Characters of the longest name.
const MAX_NAME: usize = 120;
/// Characters of an ending that is kept when a name is cut.
const MAX_ENDING: usize = 12;
/// What a file is when nothing safe can be said about it.
pub(crate) const UNKNOWN: &str = "application/octet-stream";

/// Types that are kept when the file begins as such a file must.
const RECOGNIZED: &[(&str, &[&[u8]])] = &[
    ("image/png", &[b"\x89PNG\r\n\x1a\n"]),
    ("image/jpeg", &[b"\xff\xd8\xff"]),
    ("image/gif", &[b"GIF87a", b"GIF89a"]),
    ("image/webp", &[b"RIFF"]),
    ("application/pdf", &[b"%PDF-"]),
    ("application/zip", &[b"PK\x03\x04", b"PK\x05\x06"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &[b"PK\x03\x04"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &[b"PK\x03\x04"]),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", &[b"PK\x03\x04"]),
    ("application/msword", &[b"\xd0\xcf\x11\xe0"]),
    ("application/vnd.ms-excel", &[b"\xd0\xcf\x11\xe0"]),
    ("application/vnd.ms-powerpoint", &[b"\xd0\xcf\x11\xe0"]),
    ("audio/wav", &[b"RIFF"]),
    ("audio/ogg", &[b"OggS"]),
    ("audio/mpeg", &[b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"]),
];
/// Where the type of a container stands, and what it must be.
const CONTAINED: &[(&str, &[u8])] = &[("image/webp", b"WEBP"), ("audio/wav", b"WAVE")];
/// Types whose files begin with their size and then this.
const MP4: &[&str] = &["video/mp4", "video/quicktime", "audio/mp4"];
/// Types that are kept when the file is text.
const TEXT: &[&str] = &["text/plain", "text/csv"];
/// Types that a browser may show in place.
const SHOWN: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"];

/// The type under which a file is kept: the declared one if it is harmless and the bytes agree.
pub(crate) fn kind(declared: &str, content: &[u8]) -> &'static str {
    let declared = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if let Some(text) = TEXT.iter().find(|text| **text == declared) {
        return if is_text(content) { text } else { UNKNOWN };
    }
    if let Some(video) = MP4.iter().find(|video| **video == declared) {
        return if content.get(4..8) == Some(b"ftyp") { video } else { UNKNOWN };
    }
    let Some((kind, beginnings)) = RECOGNIZED.iter().find(|(kind, _)| *kind == declared) else {
        return UNKNOWN;
    };
    let begins = beginnings.iter().any(|beginning| content.starts_with(beginning));
    let contains = CONTAINED.iter().all(|(of, word)| of != kind || content.get(8..12) == Some(word));
    if begins && contains { kind } else { UNKNOWN }
}

/// Whether a browser may show such a file in place.
pub fn is_shown(media_type: &str) -> bool {
    SHOWN.contains(&media_type)
}

/// A name without folders, invisible letters and letters that turn the writing round, cut before its ending.
pub(crate) fn name(typed: &str) -> String {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control() && !is_invisible(*c)).collect();
    let kept = kept.trim().trim_start_matches('.').trim();
    if kept.is_empty() {
        return "file".into();
    }
    if kept.chars().count() <= MAX_NAME {
        return kept.to_owned();
    }
    let ending = kept.rfind('.').map_or("", |at| &kept[at..]);
    let ending = if ending.chars().count() <= MAX_ENDING { ending } else { "" };
    let begin: String = kept.chars().take(MAX_NAME - ending.chars().count()).collect();
    begin + ending
}

fn is_text(content: &[u8]) -> bool {
    std::str::from_utf8(content).is_ok_and(|text| !text.contains('\0'))
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_kept_when_the_bytes_agree() {
        assert_eq!(kind("image/png", b"\x89PNG\r\n\x1a\n...."), "image/png");
        assert_eq!(kind("IMAGE/JPEG; q=1", b"\xff\xd8\xff\xe0"), "image/jpeg");
        assert_eq!(kind("image/webp", b"RIFF\x10\0\0\0WEBPVP8 "), "image/webp");
        assert_eq!(kind("text/csv; charset=utf-8", "问题,答案".as_bytes()), "text/csv");
        assert_eq!(kind("video/mp4", b"\0\0\0\x18ftypisom"), "video/mp4");
    }

    #[test]
    fn what_could_run_or_lies_about_itself_means_nothing() {
        let html = b"<html><script>alert(1)</script>";
        for declared in [
            "text/html",
            "image/svg+xml",
            "text/javascript",
            "application/x-msdownload",
            "image/png",
            "",
            "%%%",
        ] {
            assert_eq!(kind(declared, html), UNKNOWN, "{declared}");
        }
        assert_eq!(kind("image/webp", b"RIFF\x10\0\0\0WAVEfmt "), UNKNOWN);
        assert_eq!(kind("text/plain", b"MZ\0\x01\xff"), UNKNOWN);
        assert!(!is_shown("text/plain") && !is_shown(UNKNOWN) && is_shown("image/png"));
    }

    #[test]
    fn a_name_is_one_harmless_word_of_limited_length() {
        assert_eq!(name("../../etc/passwd"), "passwd");
        assert_eq!(name(r"C:\Users\me\发票.pdf"), "发票.pdf");
        assert_eq!(name("invoice\u{202e}fdp.exe\u{0}"), "invoicefdp.exe");
        assert_eq!((name(""), name("..."), name(" / ")), ("file".into(), "file".into(), "file".into()));
        let long = name(&format!("{}.png", "图".repeat(200)));
        assert_eq!((long.chars().count(), long.ends_with("图.png")), (MAX_NAME, true));
    }
}
