//! Which of the product's two languages a text is written in. Not a general language identifier.

use yingda_model::Locale;

/// The language of `text`, or `None` when it has no letters (digits, emoji, punctuation only).
///
/// One Han character carries about as much as one English word, so characters are weighed against words:
/// "iPhone 15 Pro Max 保修多久" is Chinese, "what does 包邮 mean in your shop" is English.
pub fn detect(text: &str) -> Option<Locale> {
    let mut han = 0_usize;
    let mut words = 0_usize;
    let mut inside_word = false;
    for character in text.chars() {
        let latin = character.is_alphabetic() && !is_han(character);
        han += usize::from(is_han(character));
        words += usize::from(latin && !inside_word);
        inside_word = latin;
    }
    match (han, words) {
        (0, 0) => None,
        (han, words) if han >= words => Some(Locale::ZhCn),
        _ => Some(Locale::En),
    }
}

/// Whether `character` is a Chinese character (CJK unified ideographs with extensions A–H and compatibility forms).
pub(crate) fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_chinese_from_english() {
        for text in ["怎么退货", "iPhone 15 Pro Max 保修多久", "訂單還沒發貨", "ok 好的", "〇"]
        {
            assert_eq!(detect(text), Some(Locale::ZhCn), "{text}");
        }
        for text in ["How do I return this?", "what does 包邮 mean in your shop", "naïve café", "hi"] {
            assert_eq!(detect(text), Some(Locale::En), "{text}");
        }
        for text in ["", "  ", "12345", "😀👍", "？！"] {
            assert_eq!(detect(text), None, "{text}");
        }
    }
}
