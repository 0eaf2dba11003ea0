//! People who work with Yingda: members, their roles, teams and whether they can take work.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text_enum::text_enum;
use crate::{BrandId, Grants, InvitationId, Locale, MemberId, Secret, TeamId, Timestamp, TokenId};

text_enum! {
    /// What a member is here for.
    Role {
        Administrator = "administrator",
        Supervisor = "supervisor",
        Agent = "agent",
        KnowledgeManager = "knowledge_manager",
        Analyst = "analyst",
    }
}

text_enum! {
    /// Whether a member may log in.
    MemberState {
        Active = "active",
        Disabled = "disabled",
    }
}

text_enum! {
    /// Whether an agent takes new work.
    Presence {
        Online = "online",
        Away = "away",
        Offline = "offline",
    }
}

/// A person who works with Yingda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MemberOut)]
pub struct Member {
    pub id: MemberId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub state: MemberState,
    pub team_ids: Vec<TeamId>,
    pub locale: Locale,
    /// How many conversations at once.
    pub capacity: i64,
    pub presence: Presence,
    /// How many conversations now.
    pub active: i64,
    pub last_seen_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub version: i64,
}

/// A member's load, as colleagues and the router see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AgentOut)]
pub struct Agent {
    pub member: MemberName,
    pub presence: Presence,
    pub active: i64,
    pub capacity: i64,
    /// Since when they have had nothing new to do.
    pub idle_since: Option<Timestamp>,
    pub team_ids: Vec<TeamId>,
}

/// A member, by id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MemberName {
    pub id: MemberId,
    pub name: String,
}

/// A role and what it may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RoleOut {
    pub name: Role,
    #[schema(value_type = std::collections::BTreeMap<String, crate::Scope>)]
    pub permissions: Grants,
}

/// A brand of the company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BrandOut)]
pub struct Brand {
    pub id: BrandId,
    pub name: String,
    pub locale: Locale,
    /// Where its days begin and end: a name of the IANA database, such as `Asia/Shanghai`.
    pub time_zone: String,
    pub created_at: Timestamp,
    pub version: i64,
}

/// The time zone of a brand of which nobody has said where it is.
pub const DEFAULT_TIME_ZONE: &str = "Asia/Shanghai";

/// A team inside a brand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TeamOut)]
pub struct Team {
    pub id: TeamId,
    pub brand_id: BrandId,
    pub name: String,
    pub member_count: i64,
    pub created_at: Timestamp,
    pub version: i64,
}

/// An invitation that makes a stranger a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = InvitationOut)]
pub struct Invitation {
    pub id: InvitationId,
    pub email: String,
    pub name: String,
    pub role: Role,
    pub team_ids: Vec<TeamId>,
    /// The link, only in the answer that creates it.
    pub url: Option<String>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub accepted_at: Option<Timestamp>,
    /// Who made it; none when a program did.
    pub invited_by: Option<MemberId>,
}

/// A key for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TokenOut)]
pub struct Token {
    pub id: TokenId,
    pub name: String,
    pub role: Role,
    /// The first characters, to recognise it by.
    pub hint: String,
    /// The whole, only in the answer that creates it.
    #[schema(value_type = Option<String>)]
    pub secret: Option<Secret>,
    /// Who made it; none when it was made at the command line.
    pub created_by: Option<MemberId>,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
}
