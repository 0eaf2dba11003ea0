//! The one cookie: a session's token. Scripts can't read it, other sites' forms don't send it.

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, HeaderValue, InvalidHeaderValue};
use yingda_access::sessions::LIFETIME;

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
pub(crate) fn set(token: &str, https: bool) -> Result<HeaderValue, InvalidHeaderValue> {
    line(token, LIFETIME.as_secs(), https)
}

/// The header that takes it away.
pub(crate) fn clear(https: bool) -> Result<HeaderValue, InvalidHeaderValue> {
    line("", 0, https)
}

fn line(token: &str, seconds: u64, https: bool) -> Result<HeaderValue, InvalidHeaderValue> {
    let secure = if https { "; Secure" } else { "" };
    format!("{NAME}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}").parse()
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
    fn only_https_makes_it_secure() {
        assert!(!set("t", false).expect("a header").to_str().expect("text").contains("Secure"));
        assert!(set("t", true).expect("a header").to_str().expect("text").ends_with("; Secure"));
        assert!(clear(false).expect("a header").to_str().expect("text").contains("Max-Age=0"));
    }
}
