//! Profiles: what a channel says about somebody, brought into a form that we keep. Never refused: the shop's customers
//! must not be locked out because their shop allows longer names than we do.

use yingda_model::{Customer, CustomerId, Locale};

/// Characters of the longest name.
pub const MAX_NAME: usize = 80;
/// Characters of the longest e-mail address.
pub const MAX_EMAIL: usize = 254;
/// Characters of the longest telephone number.
pub const MAX_PHONE: usize = 32;

/// What a channel says about somebody. Nothing said leaves what is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// How to address them.
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their telephone number.
    pub phone: Option<String>,
    /// The language in which they came.
    pub locale: Locale,
}

impl Profile {
    /// A profile of somebody of whom only the language is known.
    pub fn anonymous(locale: Locale) -> Self {
        Self { locale, ..Self::default() }
    }

    /// A profile from what the shop signed. Each text is cleaned and cut; one that makes no sense is left out.
    pub fn new(name: Option<&str>, email: Option<&str>, phone: Option<&str>, locale: Locale) -> Self {
        let cleaned = |text: Option<&str>, max: usize| text.and_then(|text| clean(text, max));
        Self {
            name: cleaned(name, MAX_NAME),
            email: email.filter(|email| is_email(email)).map(str::to_owned),
            phone: phone.filter(|phone| is_phone(phone)).map(str::to_owned),
            locale,
        }
    }

    /// Writes what is said into a customer; answers which fields changed.
    pub(crate) fn apply(&self, customer: &mut Customer) -> Vec<String> {
        let mut changed = Vec::new();
        if let Some(name) = self.name.as_ref().filter(|name| **name != customer.name) {
            customer.name.clone_from(name);
            changed.push("name".to_owned());
        }
        for (said, known, field) in
            [(&self.email, &mut customer.email, "email"), (&self.phone, &mut customer.phone, "phone")]
        {
            if said.is_some() && said != known {
                known.clone_from(said);
                changed.push(field.to_owned());
            }
        }
        changed
    }
}

/// The name of somebody who has not said theirs: 访客 3F2A, Visitor 3F2A.
pub fn anonymous_name(id: CustomerId, locale: Locale) -> String {
    let id = id.to_string();
    let tail = id[id.len() - 4..].to_ascii_uppercase();
    match locale {
        Locale::ZhCn => format!("访客 {tail}"),
        Locale::En => format!("Visitor {tail}"),
    }
}

/// The folded text that lists look in.
pub(crate) fn search_text(customer: &Customer) -> String {
    let parts = [
        Some(customer.name.as_str()),
        customer.email.as_deref(),
        customer.phone.as_deref(),
        customer.external_id.as_deref(),
    ];
    let folded: Vec<_> = parts.into_iter().flatten().map(yingda_language::normalize::fold).collect();
    folded.join(" ")
}

/// Whether a text can be an e-mail address: something, an at sign, something.
pub(crate) fn is_email(text: &str) -> bool {
    let plain =
        text.chars().count() <= MAX_EMAIL && !text.chars().any(|c| c.is_control() || c.is_whitespace());
    plain && text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}

/// Whether a text can be a telephone number.
pub(crate) fn is_phone(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')' | '*' | '#');
    text.len() <= MAX_PHONE
        && text.chars().all(letter)
        && text.chars().any(|c| c.is_ascii_digit() || c == '*')
}

/// One line without invisible letters and spaces around it, cut to its first characters; none when nothing is left.
fn clean(text: &str, max: usize) -> Option<String> {
    let kept: String = text.trim().chars().filter(|c| !c.is_control()).take(max).collect();
    let kept = kept.trim_end();
    (!kept.is_empty()).then(|| kept.to_owned())
}

#[cfg(test)]
mod tests {
    use yingda_model::id::uuid_v7;
    use yingda_model::{Id, Timestamp};

    use super::*;

    #[test]
    fn a_name_is_cleaned_and_cut_between_characters() {
        let profile = Profile::new(Some(&"林".repeat(200)), None, None, Locale::ZhCn);
        assert_eq!(profile.name, Some("林".repeat(80)));
        let profile = Profile::new(Some(" 林\u{0}小\n雨 "), Some("no address"), Some("call me"), Locale::En);
        assert_eq!(profile.name.as_deref(), Some("林小雨"));
        assert_eq!((profile.email, profile.phone), (None, None));
        assert_eq!(Profile::new(Some(" \n "), None, None, Locale::En).name, None);
    }

    #[test]
    fn nobody_in_particular_has_a_name_in_their_language() {
        let id = CustomerId::from_uuid(uuid_v7(Timestamp::from_millis(1), [0x3f; 10]));
        assert_eq!(anonymous_name(id, Locale::ZhCn), "访客 3F3F");
        assert_eq!(anonymous_name(id, Locale::En), "Visitor 3F3F");
    }
}
