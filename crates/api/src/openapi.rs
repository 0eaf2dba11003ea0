//! The OpenAPI 3.1 document: what the families say of themselves, joined, with what holds for all of them.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, LicenseBuilder, ObjectBuilder, OpenApi, OpenApiBuilder, Ref, RefOr,
    Response as Described, ResponseBuilder, SecurityRequirement, Server, Type,
};
use utoipa::{IntoResponses, PartialSchema as _, ToSchema as _};
use yingda_model::error::FieldError;

use crate::problem::Problem;
use crate::settings::Limits;
use crate::{idempotency, routes};

/// What every operation may answer instead of what was asked for.
pub struct Problems;

/// Status, name and meaning of each.
const PROBLEMS: [(&str, &str, &str); 11] = [
    ("400", "Malformed", "The request can't be read"),
    ("401", "Unauthenticated", "Nobody is known to be asking"),
    ("403", "Forbidden", "The caller may not do this, or the CSRF token is missing"),
    ("404", "NotFound", "There is no such thing"),
    ("409", "Conflict", "The state does not allow it"),
    ("413", "TooLarge", "The body is too large"),
    ("415", "UnsupportedMediaType", "The body has the wrong media type"),
    ("422", "Invalid", "Some fields are not valid"),
    ("429", "RateLimited", "Too many requests"),
    ("500", "Internal", "A fault of the server"),
    ("503", "Unavailable", "Not available at the moment"),
];

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Described>> {
        let named = |name: &str| RefOr::Ref(Ref::from_response_name(name));
        PROBLEMS.iter().map(|(status, name, _)| ((*status).to_owned(), named(name))).collect()
    }
}

fn problem(status: &str, text: &str) -> Described {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let mut response = ResponseBuilder::new().description(text).content("application/problem+json", content);
    if matches!(status, "429" | "503") {
        let seconds = ObjectBuilder::new().schema_type(Type::Integer).build();
        let header = HeaderBuilder::new().schema(Some(seconds)).description(Some("Seconds to wait")).build();
        response = response.header("Retry-After", header);
    }
    response.build()
}

/// The document before the families add themselves.
pub(crate) fn base() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Yingda")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(include_str!("openapi.md")))
        .license(Some(LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build()))
        .build();
    let mut document = OpenApiBuilder::new()
        .info(info)
        .security(Some([
            SecurityRequirement::new("session", Vec::<String>::new()),
            SecurityRequirement::new("token", Vec::<String>::new()),
        ]))
        .build();
    let components = document.components.get_or_insert_default();
    components.schemas.insert(Problem::name().into_owned(), Problem::schema());
    components.schemas.insert(FieldError::name().into_owned(), FieldError::schema());
    for (status, name, text) in PROBLEMS {
        components.responses.insert(name.to_owned(), problem(status, text).into());
    }
    let session = ApiKeyValue::with_description(
        "yingda_session",
        "The cookie that `session_create` sets. Writes also need the header `X-CSRF-Token`.",
    );
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
    let mut token = Http::new(HttpAuthScheme::Bearer);
    token.description = Some("An API token, `yd_…`".into());
    components.add_security_scheme("token", SecurityScheme::Http(token));
    let mut visitor = Http::new(HttpAuthScheme::Bearer);
    visitor.description = Some("A visitor's token, from `widget_session_create`".into());
    components.add_security_scheme("visitor", SecurityScheme::Http(visitor));
    document
}

/// The whole document.
pub fn document() -> OpenApi {
    let mut document = routes::api(&Limits::default()).split_for_parts().1;
    let components = document.components.get_or_insert_default();
    components.parameters.insert("IdempotencyKey".into(), idempotency::parameter().into());
    let key: RefOr<Parameter> = RefOr::Ref(Ref::new("#/components/parameters/IdempotencyKey"));
    for item in document.paths.paths.values_mut() {
        let writes = [&mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in writes.into_iter().flatten() {
            operation.parameters.get_or_insert_default().push(key.clone());
        }
    }
    document
}

/// The document of a server, which may be served below a path.
pub(crate) fn text(base: &str) -> Bytes {
    let mut document = document();
    if !base.is_empty() {
        document.servers = Some(vec![Server::new(base)]);
    }
    document.to_pretty_json().unwrap_or_default().into()
}

/// `GET /openapi.json`
pub(crate) fn answer(text: Bytes) -> Response {
    ([(CONTENT_TYPE, "application/json")], text).into_response()
}
