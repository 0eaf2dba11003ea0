//! What must not leave the machine: personal data by its form, and every secret that this process knows by its text.

use yingda_language::masking::mask;

use crate::config::Config;

/// Shorter words stand everywhere, and are no secrets.
const SHORTEST: usize = 6;

/// Hides personal data and known secrets.
pub struct Masking {
    secrets: Vec<String>,
}

impl Masking {
    /// With the secrets of a configuration and an API token.
    pub fn of(config: &Config, token: Option<String>) -> Self {
        let mut secrets: Vec<String> = config.secrets().into_iter().chain(token).collect();
        secrets.retain(|secret| secret.len() >= SHORTEST);
        // One that holds another goes first.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self { secrets }
    }

    /// A text without the secrets.
    pub fn without_secrets(&self, text: &str) -> String {
        self.secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), "(secret)"))
    }

    /// A text without secrets and with personal data hidden.
    pub fn hide(&self, text: &str) -> String {
        mask(&self.without_secrets(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_people_are_hidden_and_the_rest_stays() {
        let masking = Masking { secrets: vec!["hunter2hunter2".into()] };
        let text = "password hunter2hunter2 of zhang.san@example.com, call 13812345678 on 127.0.0.1:8080";
        let hidden = masking.hide(text);
        assert!(
            !hidden.contains("hunter2") && !hidden.contains("zhang.san") && !hidden.contains("12345678"),
            "{hidden}"
        );
        assert!(hidden.contains("127.0.0.1:8080") && hidden.contains("(secret)"), "{hidden}");
    }
}
