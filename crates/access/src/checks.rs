//! What names and addresses of people and things must look like.

use yingda_model::error::Checks;

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

#[cfg(test)]
mod tests {
    use super::*;

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
