//! Configured channels and how the web channel looks.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Checks;
use crate::locale::{Bilingual, Locale};
use crate::text_enum::text_enum;
use crate::{BrandId, ChannelId, QueueId, Result, Secret, Timestamp};

text_enum! {
    /// Which adapter speaks to it.
    ChannelKind {
        Web = "web",
    }
}

text_enum! {
    /// The corner of the page.
    Position {
        Right = "right",
        Left = "left",
    }
}

/// A configured channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ChannelOut)]
pub struct Channel {
    pub id: ChannelId,
    pub brand_id: BrandId,
    pub kind: ChannelKind,
    pub name: String,
    /// The public key that pages embed.
    pub key: String,
    /// Where hand-offs wait.
    pub queue_id: QueueId,
    pub enabled: bool,
    pub settings: ChannelSettings,
    /// Origins that may embed it; empty: this server only; `*`: any.
    pub allowed_origins: Vec<String>,
    /// The key that signs identities; only for those who may manage channels.
    #[schema(value_type = Option<String>)]
    pub identity_secret: Option<Secret>,
    /// What to paste into a page.
    pub snippet: String,
    pub created_at: Timestamp,
    pub version: i64,
}

/// A channel, as conversations name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChannelName {
    pub id: ChannelId,
    pub kind: ChannelKind,
    pub name: String,
}

/// How the widget looks and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelSettings {
    /// `#RRGGBB`.
    pub color: String,
    /// The path of an uploaded picture, from `logo_create`.
    pub logo: Option<String>,
    pub title: Bilingual,
    pub greeting: Bilingual,
    /// Up to five likely questions.
    pub suggestions: Vec<Bilingual>,
    /// Shown before the first message and agreed to; none: no notice.
    pub consent: Option<Bilingual>,
    pub offline_notice: Bilingual,
    pub position: Position,
    /// Whether customers may send files.
    pub attachments: bool,
}

impl Default for ChannelSettings {
    fn default() -> Self {
        Self {
            color: "#2F6BFF".into(),
            logo: None,
            title: Bilingual::new("在线客服", "Customer service"),
            greeting: Bilingual::new(
                "您好，我是智能客服，有什么可以帮您？",
                "Hello, I am the service bot. How can I help?",
            ),
            suggestions: Vec::new(),
            consent: None,
            offline_notice: Bilingual::new(
                "人工客服现在不在线，您可以先留言，我们上线后会尽快回复。",
                "Nobody is online right now. Leave a message and we will answer as soon as we are back.",
            ),
            position: Position::Right,
            attachments: true,
        }
    }
}

impl ChannelSettings {
    /// Checks what a person typed.
    pub fn validate(&self) -> Result<()> {
        let mut checks = Checks::default();
        let color = self
            .color
            .strip_prefix('#')
            .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()));
        checks.check(color, "/settings/color", "invalid", "must look like #2F6BFF");
        if let Some(logo) = &self.logo {
            let known = logo_hash(logo).is_some();
            checks.check(known, "/settings/logo", "invalid", "must be the path of an uploaded picture");
        }
        for (text, pointer, max) in [
            (&self.title, "/settings/title", 40),
            (&self.greeting, "/settings/greeting", 500),
            (&self.offline_notice, "/settings/offline_notice", 500),
        ] {
            checks.check(
                text.longest() <= max,
                pointer,
                "too_long",
                &format!("must have at most {max} characters"),
            );
        }
        for (text, pointer) in
            [(&self.title, "/settings/title"), (&self.offline_notice, "/settings/offline_notice")]
        {
            let said = !text.get(Locale::default()).trim().is_empty();
            checks.check(said, pointer, "required", "must say something in at least one language");
        }
        if let Some(consent) = &self.consent {
            checks.check(
                consent.longest() <= 1000,
                "/settings/consent",
                "too_long",
                "must have at most 1000 characters",
            );
        }
        checks.check(
            self.suggestions.len() <= 5,
            "/settings/suggestions",
            "too_many",
            "at most five suggestions",
        );
        let short = self.suggestions.iter().all(|text| text.longest() <= 60);
        checks.check(short, "/settings/suggestions", "too_long", "must have at most 60 characters each");
        checks.finish()
    }
}

/// Where pictures are served.
const LOGOS: &str = "/widget/v1/logos/";

/// The path of a picture with this hash.
pub fn logo_path(hash: &str) -> String {
    format!("{LOGOS}{hash}")
}

/// The hash in the path of a picture.
pub fn logo_hash(path: &str) -> Option<&str> {
    path.strip_prefix(LOGOS)
        .filter(|hash| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
