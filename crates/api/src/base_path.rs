//! The path that the product is served below. It is taken off before anything is routed: behind this, addresses are the
//! same wherever the product is served.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use axum::response::{IntoResponse as _, Response};
use tower::ServiceExt as _;

/// Two routers: for what is asked for below a path, and for everything else.
#[derive(Clone)]
struct Below {
    path: String,
    inside: Router,
    outside: Router,
}

/// Joins what is below a path with what is not.
pub(crate) fn below(path: String, inside: Router, outside: Router) -> Router {
    Router::new().fallback(choose).with_state(Below { path, inside, outside })
}

async fn choose(State(below): State<Below>, mut request: Request) -> Response {
    let router = match without(&below.path, request.uri()) {
        Some(uri) => {
            *request.uri_mut() = uri;
            below.inside
        }
        None => below.outside,
    };
    router.oneshot(request).await.into_response()
}

/// The address without the path; None when it does not lie below.
fn without(path: &str, uri: &Uri) -> Option<Uri> {
    let rest = uri.path_and_query()?.as_str().strip_prefix(path)?;
    let rest: PathAndQuery = match rest.chars().next() {
        None => PathAndQuery::from_static("/"),
        Some('/') => rest.parse().ok()?,
        Some('?') => format!("/{rest}").parse().ok()?,
        Some(_) => return None,
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(rest);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_of_the_path_count() {
        for (asked, rest) in [
            ("/help/support", Some("/")),
            ("/help/support/", Some("/")),
            ("/help/support?a=b", Some("/?a=b")),
            ("/help/support/docs/page.js?a=/help/support", Some("/docs/page.js?a=/help/support")),
            ("http://example.com/help/support/docs", Some("http://example.com/docs")),
            ("/help/supporters", None),
            ("/help", None),
            ("/docs", None),
        ] {
            let uri = without("/help/support", &asked.parse().expect("an address"));
            assert_eq!(uri.map(|uri| uri.to_string()).as_deref(), rest, "{asked}");
        }
    }
}
