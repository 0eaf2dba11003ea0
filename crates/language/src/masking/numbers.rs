//! Numbers that identify a person or an account, in one piece or written in groups.

use super::{HIDDEN, narrow};

/// Numbers of so many digits or more are hidden whatever they are; a date has 8.
const LONG: usize = 9;

/// Digits that stay readable at the start and at the end of a number.
struct Kept(usize, usize);

/// Ways to write a number in groups: the groups' lengths.
const GROUPINGS: &[&[usize]] = &[
    &[3, 4, 4],
    &[6, 8, 4],
    &[4, 4, 4, 4, 3],
    &[4, 4, 4, 4],
    &[4, 6, 5],
    &[3, 8],
    &[4, 8],
    &[4, 7],
    &[3, 7],
];

/// Hides all personal numbers.
pub(super) fn hide(characters: &mut [char]) {
    let mut start = 0;
    while start < characters.len() {
        if digit(characters[start]).is_none() {
            start += 1;
            continue;
        }
        let run = characters[start..].iter().take_while(|one| digit(**one).is_some()).count();
        let (end, kept) = match GROUPINGS.iter().find_map(|grouping| grouped(characters, start, grouping)) {
            Some((end, kept)) => (end, Some(kept)),
            None => whole(characters, start, start + run),
        };
        if let Some(kept) = kept {
            cover(&mut characters[start..end], &kept);
        }
        start = end;
    }
}

/// The number in one piece at `start..end`, its check letter included, and what of it stays readable.
fn whole(characters: &[char], start: usize, end: usize) -> (usize, Option<Kept>) {
    if end - start < LONG {
        return (end, None);
    }
    let with_letter = end + usize::from(characters.get(end).is_some_and(|next| is_check_letter(*next)));
    if is_identity_card(&characters[start..with_letter]) {
        return (with_letter, Some(Kept(3, 2)));
    }
    let digits = digits(&characters[start..end]);
    let kept = if let Some(prefix) = mobile_prefix(&digits) {
        Kept(prefix + 3, 4)
    } else if is_bank_card(&digits) {
        Kept(4, 4)
    } else {
        Kept(0, 4)
    };
    (end, Some(kept))
}

/// The end of a number that is written from `start` in these groups, if it is a personal one.
fn grouped(characters: &[char], start: usize, grouping: &[usize]) -> Option<(usize, Kept)> {
    let mut end = start;
    for (place, length) in grouping.iter().enumerate() {
        end += usize::from(place > 0);
        if place > 0 && !is_separator(*characters.get(end - 1)?) {
            return None;
        }
        let group = characters.get(end..end + length)?;
        let (last, body) = group.split_last()?;
        let may_end_in_letter = grouping == [6, 8, 4] && place == 2 && is_check_letter(*last);
        if body.iter().any(|one| digit(*one).is_none()) || (digit(*last).is_none() && !may_end_in_letter) {
            return None;
        }
        end += length;
    }
    if characters.get(end).is_some_and(|next| digit(*next).is_some())
        || touches_hidden(characters, start, end)
    {
        return None;
    }
    let written = &characters[start..end];
    let digits = digits(written);
    let kept = match grouping {
        [3, 4, 4] => is_mobile(&digits).then_some(Kept(3, 4)),
        [6, 8, 4] => is_identity_card(written).then_some(Kept(3, 2)),
        [3 | 4, 7 | 8] => (digits[0] == 0).then_some(Kept(grouping[0], 4)),
        _ => is_bank_card(&digits).then_some(Kept(4, 4)),
    };
    kept.map(|kept| (end, kept))
}

/// Whether the groups are what an earlier masking left over; four characters are the least it hides in a row.
fn touches_hidden(characters: &[char], start: usize, end: usize) -> bool {
    let hidden = |side: &[char]| side.len() == 4 && side.iter().all(|one| *one == HIDDEN);
    hidden(&characters[start.saturating_sub(4)..start])
        || hidden(characters.get(end..end + 4).unwrap_or_default())
}

/// Hides the digits of `number` but those to keep; separators stay.
fn cover(number: &mut [char], kept: &Kept) {
    let total = number.iter().filter(|one| !is_separator(**one)).count();
    let places = number.iter_mut().filter(|one| !is_separator(**one));
    for (place, one) in places.enumerate() {
        if place >= kept.0 && place + kept.1 < total {
            *one = HIDDEN;
        }
    }
}

fn digit(character: char) -> Option<u8> {
    narrow(character).to_digit(10).map(|value| value as u8)
}

fn digits(characters: &[char]) -> Vec<u8> {
    characters.iter().filter_map(|one| digit(*one)).collect()
}

fn is_separator(character: char) -> bool {
    matches!(narrow(character), ' ' | '-')
}

fn is_check_letter(character: char) -> bool {
    matches!(narrow(character), 'x' | 'X')
}

/// The length of the country code (86 or 0086, or none) of a mobile number; `None` for any other number.
fn mobile_prefix(digits: &[u8]) -> Option<usize> {
    let codes: [&[u8]; 3] = [&[], &[8, 6], &[0, 0, 8, 6]];
    codes.into_iter().find(|code| digits.strip_prefix(*code).is_some_and(is_mobile)).map(<[u8]>::len)
}

/// A Chinese mobile number: 11 digits, 13… to 19….
fn is_mobile(digits: &[u8]) -> bool {
    matches!(digits, [1, 3..=9, ..]) && digits.len() == 11
}

/// A resident identity card: 18 characters with the check character of GB 11643 (ISO 7064 MOD 11-2).
fn is_identity_card(characters: &[char]) -> bool {
    let values: Vec<u32> = characters
        .iter()
        .filter(|one| !is_separator(**one))
        .map(|one| digit(*one).map_or(10, u32::from))
        .collect();
    let weighted = |(place, value): (usize, &u32)| (1_u32 << (17 - place)) % 11 * value;
    values.len() == 18 && values.iter().enumerate().map(weighted).sum::<u32>() % 11 == 1
}

/// A payment card: 13 to 19 digits with the check digit of ISO/IEC 7812 (Luhn).
fn is_bank_card(digits: &[u8]) -> bool {
    let doubled = |value: u8| if value > 4 { value * 2 - 9 } else { value * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, value)| u32::from(if place % 2 == 1 { doubled(*value) } else { *value }))
        .sum();
    (13..=19).contains(&digits.len()) && sum.is_multiple_of(10)
}
