//! Hiding personal data in text that is logged, exported or listed. One function for all of them.
//!
//! Covers what has a form: mobile and landline numbers, identity cards, bank cards, e-mail addresses and any other
//! long number. Names and addresses have none and are left. Finds a number wherever it stands, also where it
//! touches Chinese characters or letters. Digits are kept at the ends, so that a person can still tell two apart.

mod email;
mod numbers;

/// What stands in for a hidden character.
const HIDDEN: char = '*';

/// `text` with personal data hidden: `138****5678`, `z****@example.com`. Takes linear time; masking twice changes
/// nothing.
pub fn mask(text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    email::hide(&mut characters);
    numbers::hide(&mut characters);
    characters.into_iter().collect()
}

/// The half-width form of a full-width ASCII character; any other character as it is.
fn narrow(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        '\u{3000}' => ' ',
        character => character,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hides_what_identifies_a_person() {
        for (text, wanted) in [
            ("我的手机13812345678打不通", "我的手机138****5678打不通"),
            ("电话138-1234-5678谢谢", "电话138-****-5678谢谢"),
            ("+86 138 1234 5678", "+86 138 **** 5678"),
            ("tel8613812345678", "tel86138****5678"),
            ("号码１３８１２３４５６７８。", "号码１３８****５６７８。"),
            ("座机010-62345678找我", "座机010-****5678找我"),
            ("身份证11010519491231002X的", "身份证110*************2X的"),
            ("440524188001010014", "440*************14"),
            ("卡号6222021234567890128尾", "卡号6222***********0128尾"),
            ("4111 1111 1111 1111", "4111 **** **** 1111"),
            ("邮箱zhang.san@example.com收", "邮箱z****@example.com收"),
            ("写给a@b.cn，或李四＠公司", "写给a****@b.cn，或李四＠公司"),
            ("订单202411210001234没到", "订单***********1234没到"),
            ("*13812345678*", "*138****5678*"),
        ] {
            assert_eq!(mask(text), wanted, "{text}");
        }
    }

    #[test]
    fn leaves_prices_dates_and_models_alone() {
        for text in [
            "价格12999.00元，1,299,000",
            "2024-11-21 10:30:00",
            "20241121",
            "iPhone15ProMax 256GB RTX4090",
            "第3天 7-14天 400-820",
            "微信@我",
            "a@b",
            "****",
            "",
        ] {
            assert_eq!(mask(text), text, "{text}");
        }
    }

    #[test]
    fn a_megabyte_takes_linear_time() {
        for unit in ["1", "a@", "1 ", "138-", "a.", "6222 "] {
            mask(&unit.repeat(1_000_000 / unit.len()));
        }
    }

    fn noise() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), "[0-9xX*@a. \\-是１]{0,60}", "[0-9]{1,20}[ -]?[0-9]{1,20}"]
    }

    proptest! {
        #[test]
        fn masking_twice_changes_nothing(text in noise()) {
            let once = mask(&text);
            prop_assert_eq!(mask(&once), once);
        }

        #[test]
        fn a_mobile_number_is_hidden_wherever_it_stands(
            before in "[^0-9０-９]{0,6}", number in "1[3-9][0-9]{9}", after in "[^0-9０-９]{0,6}",
        ) {
            let masked = mask(&format!("{before}{number}{after}"));
            prop_assert!(!masked.contains(&number));
        }
    }
}
