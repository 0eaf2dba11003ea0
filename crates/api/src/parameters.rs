//! The parameters that each operation takes in its address, as the document says, and the refusal of others: a filter that
//! is misspelt must not answer with everything.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use utoipa::openapi::path::ParameterIn;
use utoipa::openapi::{OpenApi, RefOr};
use yingda_model::Error;
use yingda_model::error::FieldError;

use crate::observe::operations;
use crate::problem::Rejection;

/// The names of the parameters of each operation, by method and route.
#[derive(Clone)]
pub(crate) struct Parameters(Arc<HashMap<(Method, String), BTreeSet<String>>>);

impl Parameters {
    /// From the document that describes the operations.
    pub fn of(document: &OpenApi) -> Self {
        let mut known = HashMap::new();
        for (path, item) in &document.paths.paths {
            for (method, operation) in operations(item) {
                let query = operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
                    RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query => {
                        Some(parameter.name.clone())
                    }
                    _ => None,
                });
                known.insert((method, path.clone()), query.collect());
            }
        }
        Self(Arc::new(known))
    }

    fn unknown(&self, request: &Request) -> Vec<FieldError> {
        let Some(query) = request.uri().query() else { return Vec::new() };
        let Some(route) = request.extensions().get::<MatchedPath>() else { return Vec::new() };
        let Some(names) = self.0.get(&(request.method().clone(), route.as_str().to_owned())) else {
            return Vec::new();
        };
        let unknown = |name: &str| {
            let taken = names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let taken = if taken.is_empty() { "none".into() } else { taken };
            let detail = format!("is no parameter of this address; it takes: {taken}");
            FieldError::new(name, "unknown_parameter", detail)
        };
        form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| !names.contains(&**name))
            .map(|(name, _)| unknown(&name))
            .collect()
    }
}

/// Refuses a request with parameters that its operation doesn't know.
pub(crate) async fn check(State(parameters): State<Parameters>, request: Request, next: Next) -> Response {
    let unknown = parameters.unknown(&request);
    if unknown.is_empty() {
        next.run(request).await
    } else {
        Rejection::from(Error::Invalid(unknown)).into_response()
    }
}
