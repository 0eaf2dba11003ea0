//! The widget's endpoints: who may.

use serde_json::json;

use crate::authorisation::{Case, case};

pub fn cases() -> Vec<Case> {
    let one = |operation| case(operation).id(|_| "cnv_00000000000070008000000000000000".into()).visitors();
    vec![
        case("widget_session_create").anybody().body(|app| {
            json!({
                "channel_key": app.company.channel.key, "visitor_token": null, "identity": null,
                "locale": "zh-CN", "consent": false
            })
        }),
        case("widget_message_list").visitors(),
        case("widget_message_create").visitors(),
        case("widget_attachment_create").visitors(),
        case("widget_attachment_lookup").visitors().id(|_| "att_00000000000070008000000000000000".into()),
        case("widget_logo_lookup").anybody().id(|_| "0".repeat(64)),
        case("widget_consent").visitors(),
        one("widget_rate"),
        one("widget_end"),
        one("widget_read"),
        one("widget_transcript"),
    ]
}
