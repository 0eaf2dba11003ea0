//! E-mail addresses: the part before the sign is hidden but for its first character.

use super::{HIDDEN, narrow};

/// How many characters stand for a hidden local part, whatever its length.
const STARS: usize = 4;

/// Hides the local parts of all addresses.
pub(super) fn hide(characters: &mut Vec<char>) {
    let mut out: Vec<char> = Vec::with_capacity(characters.len());
    for (place, character) in characters.iter().enumerate() {
        if narrow(*character) == '@' && starts_domain(&characters[place + 1..]) {
            let local = out.iter().rev().take_while(|before| is_local(**before)).count();
            if local > 0 {
                out.truncate(out.len() - local + 1);
                out.extend([HIDDEN; STARS]);
            }
        }
        out.push(*character);
    }
    *characters = out;
}

fn is_local(character: char) -> bool {
    let character = narrow(character);
    character.is_ascii_alphanumeric() || matches!(character, '.' | '_' | '%' | '+' | '-')
}

/// Whether `rest` begins with labels, a dot and a top-level domain of letters.
fn starts_domain(rest: &[char]) -> bool {
    let is_label = |character: char| character.is_ascii_alphanumeric() || character == '-';
    let mut labels = 0;
    let mut length = 0;
    let mut letters = true;
    for character in rest.iter().map(|character| narrow(*character)) {
        if is_label(character) {
            length += 1;
            letters &= character.is_ascii_alphabetic();
        } else if character == '.' && length > 0 {
            (labels, length, letters) = (labels + 1, 0, true);
        } else {
            break;
        }
        if labels > 0 && length >= 2 && letters {
            return true;
        }
    }
    false
}
