//! Typed identifiers: a prefix that names the kind and a UUIDv7 that sorts by creation time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::Timestamp;

/// What every typed id can do; `Ctx::id` makes them.
pub trait Id: Copy + fmt::Display {
    /// The letters before the underscore.
    const PREFIX: &'static str;

    /// Wraps a raw UUID.
    fn from_uuid(uuid: Uuid) -> Self;
}

/// Why a text is not an id of the wanted kind.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("expected an id like {prefix}_ and 32 hexadecimal digits")]
pub struct InvalidId {
    /// The prefix that was expected.
    pub prefix: &'static str,
}

/// Builds a UUIDv7 from a time and 10 random bytes.
pub fn uuid_v7(at: Timestamp, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(at.millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;

            fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let error = InvalidId { prefix: $prefix };
                let digits = text.strip_prefix(concat!($prefix, "_")).ok_or(InvalidId { prefix: $prefix })?;
                if digits.len() != 32 || digits.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    return Err(error);
                }
                Uuid::try_parse(digits).map(Self).map_err(|_| error)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^", $prefix, "_[0-9a-f]{32}$")))
                    .build()
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    )+};
}

id! {
    /// A brand of the company.
    BrandId = "brd",
    /// A team inside a brand.
    TeamId = "tem",
    /// A person who works with Yingda.
    MemberId = "mem",
    /// A configured channel.
    ChannelId = "chn",
    /// A customer.
    CustomerId = "cus",
    /// A browser or device of a customer who may be anonymous.
    VisitorId = "vis",
    /// A conversation.
    ConversationId = "cnv",
    /// A message.
    MessageId = "msg",
    /// A queue.
    QueueId = "que",
    /// A FAQ entry.
    FaqId = "faq",
    /// An attachment.
    AttachmentId = "att",
    /// A canned reply.
    CannedReplyId = "cnr",
    /// A question that the bot could not answer.
    UnansweredId = "unk",
    /// An invitation.
    InvitationId = "inv",
    /// An API token.
    TokenId = "tok",
    /// An alarm.
    AlarmId = "alm",
    /// A login session.
    SessionId = "ses",
    /// An order of a customer.
    OrderId = "ord",
    /// A product of the shop.
    ProductId = "prd",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_text_and_refuses_other_kinds() {
        let id = ConversationId::from_uuid(uuid_v7(Timestamp::from_millis(1_700_000_000_000), [7; 10]));
        assert_eq!(id.to_string().parse::<ConversationId>(), Ok(id));
        assert!(id.to_string().parse::<MessageId>().is_err());
        assert!("cnv_".parse::<ConversationId>().is_err());
        assert!("cnv_ZZ".parse::<ConversationId>().is_err());
    }

    #[test]
    fn ids_sort_by_time() {
        let early = MessageId::from_uuid(uuid_v7(Timestamp::from_millis(1_000), [255; 10]));
        let late = MessageId::from_uuid(uuid_v7(Timestamp::from_millis(1_001), [0; 10]));
        assert!(early < late && early.to_string() < late.to_string());
    }
}
