//! What names and addresses of people and things, and the cursors of their lists, must look like.

use std::str::FromStr;

use jiff::tz::TimeZone;
use yingda_model::error::Checks;
use yingda_model::{Error, PageRequest, Result};

/// An e-mail address as it is stored: what differs in case is one address.
pub(crate) fn email(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Notes what is wrong with an e-mail address that `email` has made.
pub(crate) fn check_email(checks: &mut Checks, email: &str, pointer: &str) {
    let shape = email.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && !host.is_empty() && !host.contains('@') && !host.starts_with('.')
    });
    let letters = !email.chars().any(|c| c.is_whitespace() || c.is_control());
    checks.check(shape && letters, pointer, "invalid", "must be an e-mail address such as name@example.com");
    checks.check(email.len() <= 254, pointer, "too_long", "must have at most 254 characters");
}

/// Notes what is wrong with a name of one line.
pub(crate) fn check_name(checks: &mut Checks, name: &str, pointer: &str) {
    checks.text(name, pointer, 1, 80);
    checks.check(!name.contains(['\n', '\r', '\t']), pointer, "invalid", "must be a single line");
}

/// A time zone as it is stored; notes what is wrong with a name that the IANA database does not have.
pub(crate) fn check_time_zone(checks: &mut Checks, name: &str, pointer: &str) -> String {
    let known = TimeZone::get(name.trim()).ok().and_then(|zone| zone.iana_name().map(str::to_owned));
    checks.check(known.is_some(), pointer, "unknown", "must be a time zone such as Asia/Shanghai");
    known.unwrap_or_default()
}

/// Refuses a page that does not begin after an id of the list's kind.
pub(crate) fn check_cursor<I: FromStr>(page: &PageRequest) -> Result<()> {
    let known = page.cursor.as_deref().is_none_or(|cursor| cursor.parse::<I>().is_ok());
    if known { Ok(()) } else { Err(Error::invalid("cursor", "invalid", "is not a cursor of this list")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yingda_model::{MemberId, TokenId};

    #[test]
    fn a_cursor_is_an_id_of_the_lists_kind() {
        let page = |cursor: &str| PageRequest::new(Some(cursor.into()), None);
        let member = page("mem_00000000000070008000000000000000");
        assert!(check_cursor::<MemberId>(&member).is_ok());
        assert!(check_cursor::<MemberId>(&PageRequest::default()).is_ok());
        for (bad, cursor) in [
            (check_cursor::<TokenId>(&member), "another kind"),
            (check_cursor::<MemberId>(&page("zzz")), "zzz"),
        ] {
            assert!(matches!(bad, Err(Error::Invalid(errors)) if errors[0].pointer == "cursor"), "{cursor}");
        }
    }

    #[test]
    fn a_time_zone_is_known_by_its_name_however_it_is_written() {
        let mut checks = Checks::default();
        assert_eq!(check_time_zone(&mut checks, " asia/shanghai ", "/time_zone"), "Asia/Shanghai");
        assert!(checks.finish().is_ok());
        for unknown in ["", "Peking", "+08:00", "../etc/passwd"] {
            let mut checks = Checks::default();
            check_time_zone(&mut checks, unknown, "/time_zone");
            assert!(checks.finish().is_err(), "{unknown}");
        }
    }

    #[test]
    fn addresses_need_a_user_and_a_host() {
        for (text, good) in [
            (" Ann@Example.com ", true),
            ("李想@例子.公司", true),
            ("ann", false),
            ("@example.com", false),
            ("ann@", false),
            ("a b@example.com", false),
            ("a@b@c", false),
        ] {
            let mut checks = Checks::default();
            check_email(&mut checks, &email(text), "/email");
            assert_eq!(checks.finish().is_ok(), good, "{text}");
        }
    }
}
