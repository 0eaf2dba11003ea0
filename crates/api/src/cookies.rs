//! The one cookie: a session's token. Scripts can't read it, other sites' forms don't send it.

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, HeaderValue, InvalidHeaderValue};
use yingda_access::sessions::LIFETIME;

use crate::settings::Settings;

const NAME: &str = "yingda_session";

/// The session's token, when the request brings one.
pub(crate) fn session_token(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == NAME && !value.is_empty()).then_some(value))
}

/// The header that gives a browser its session.
pub(crate) fn set(token: &str, settings: &Settings) -> Result<HeaderValue, InvalidHeaderValue> {
    line(token, LIFETIME.as_secs(), settings)
}

/// The header that takes it away.
pub(crate) fn clear(settings: &Settings) -> Result<HeaderValue, InvalidHeaderValue> {
    line("", 0, settings)
}

fn line(token: &str, seconds: u64, settings: &Settings) -> Result<HeaderValue, InvalidHeaderValue> {
    let secure = if settings.is_https() { "; Secure" } else { "" };
    // What else lives on the host does not get it.
    let path = if settings.base_path().is_empty() { "/" } else { settings.base_path() };
    format!("{NAME}={token}; Path={path}; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}").parse()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        assert_eq!(session_token(&headers), None);
        headers.append(COOKIE, HeaderValue::from_static("theme=dark; yingda_session=abc-_9; x=y"));
        assert_eq!(session_token(&headers), Some("abc-_9"));
    }

    #[test]
    fn only_https_makes_it_secure_and_it_stays_below_the_base_path() {
        let at = |public_url: &str| Settings { public_url: public_url.into(), ..Settings::default() };
        let line = |public_url: &str| {
            let header = set("t", &at(public_url)).expect("a header");
            header.to_str().expect("text").to_owned()
        };
        assert!(line("http://service.example.com").starts_with("yingda_session=t; Path=/; HttpOnly"));
        assert!(!line("http://service.example.com").contains("Secure"));
        assert!(line("https://example.com/support").contains("; Path=/support; "));
        assert!(line("https://example.com/support").ends_with("; Secure"));
        let gone = clear(&at("https://example.com/support")).expect("a header");
        assert!(gone.to_str().expect("text").contains("=; Path=/support; HttpOnly; SameSite=Lax; Max-Age=0"));
    }
}
