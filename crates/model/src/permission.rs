//! What an actor may do, and over how much of the company.
//!
//! A role is a fixed set of permissions, each with a scope. A scope answers both "may I do this to that thing?" and
//! "which rows may I see?". Lists filter by the same scope that single look-ups check.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text_enum::text_enum;
use crate::{BrandId, MemberId, Role, TeamId};

text_enum! {
    /// Something that a service checks before it acts.
    Permission {
        ConversationRead = "conversation.read",
        ConversationReply = "conversation.reply",
        ConversationAssign = "conversation.assign",
        ConversationResolve = "conversation.resolve",
        CustomerRead = "customer.read",
        CustomerUpdate = "customer.update",
        CustomerErase = "customer.erase",
        FaqRead = "faq.read",
        FaqWrite = "faq.write",
        CannedReplyRead = "canned_reply.read",
        CannedReplyWrite = "canned_reply.write",
        MemberRead = "member.read",
        MemberManage = "member.manage",
        TeamManage = "team.manage",
        ChannelManage = "channel.manage",
        QueueManage = "queue.manage",
        TokenManage = "token.manage",
        ReportRead = "report.read",
        PresenceManage = "presence.manage",
        ServerManage = "server.manage",
        AlarmManage = "alarm.manage",
    }
}

text_enum! {
    /// How much of the company a permission covers; each includes the one before.
    Scope {
        /// What is the actor's own.
        Own = "own",
        /// What belongs to one of the actor's teams.
        Team = "team",
        /// What belongs to a brand in which the actor has a team.
        Brand = "brand",
        /// Everything.
        All = "all",
    }
}

/// Permissions with their scopes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Grants(pub BTreeMap<Permission, Scope>);

impl Grants {
    /// Every permission over everything.
    pub fn everything() -> Self {
        Self(Permission::ALL.iter().map(|permission| (*permission, Scope::All)).collect())
    }

    /// What a role may do.
    pub fn of(role: Role) -> Self {
        use Permission as P;
        use Scope::{All, Brand, Own, Team};
        let list: &[(P, Scope)] = match role {
            Role::Administrator => return Self::everything(),
            Role::Supervisor => &[
                (P::ConversationRead, Brand),
                (P::ConversationReply, Brand),
                (P::ConversationAssign, Brand),
                (P::ConversationResolve, Brand),
                (P::CustomerRead, Brand),
                (P::CustomerUpdate, Brand),
                (P::FaqRead, Brand),
                (P::CannedReplyRead, Brand),
                (P::CannedReplyWrite, Brand),
                (P::MemberRead, Brand),
                (P::QueueManage, Brand),
                (P::ReportRead, Brand),
                (P::PresenceManage, Brand),
            ],
            Role::Agent => &[
                (P::ConversationRead, Team),
                (P::ConversationReply, Own),
                (P::ConversationAssign, Own),
                (P::ConversationResolve, Own),
                (P::CustomerRead, Brand),
                (P::CustomerUpdate, Brand),
                (P::FaqRead, Brand),
                (P::CannedReplyRead, Brand),
                (P::CannedReplyWrite, Own),
                (P::MemberRead, Brand),
                (P::PresenceManage, Own),
            ],
            Role::KnowledgeManager => &[
                (P::ConversationRead, Brand),
                (P::FaqRead, All),
                (P::FaqWrite, All),
                (P::CannedReplyRead, All),
                (P::CannedReplyWrite, All),
                (P::MemberRead, Brand),
                (P::ReportRead, Brand),
            ],
            Role::Analyst => &[
                (P::ConversationRead, All),
                (P::CustomerRead, All),
                (P::FaqRead, All),
                (P::CannedReplyRead, All),
                (P::MemberRead, All),
                (P::ReportRead, All),
            ],
        };
        Self(list.iter().copied().collect())
    }

    /// The scope of a permission, if it is granted at all.
    pub fn scope(&self, permission: Permission) -> Option<Scope> {
        self.0.get(&permission).copied()
    }
}

/// Where a thing belongs, for the check of a scope.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject {
    /// Its brand; none for what belongs to the whole company.
    pub brand: Option<BrandId>,
    /// Its team, if any.
    pub team: Option<TeamId>,
    /// Who holds it, if anybody.
    pub owner: Option<MemberId>,
}

impl Subject {
    /// Something of a brand.
    pub fn brand(brand: BrandId) -> Self {
        Self { brand: Some(brand), ..Self::default() }
    }

    /// Something that only one person holds.
    pub fn owner(owner: MemberId) -> Self {
        Self { owner: Some(owner), ..Self::default() }
    }
}

/// Who asks, as far as scopes care. Also the filter that lists are given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// How far the permission goes.
    pub scope: Option<Scope>,
    /// The person.
    pub member: Option<MemberId>,
    /// Their teams.
    pub teams: Vec<TeamId>,
    /// The brands of their teams.
    pub brands: Vec<BrandId>,
}

impl Reach {
    /// Reaches everything.
    pub fn everything() -> Self {
        Self { scope: Some(Scope::All), ..Self::default() }
    }

    /// Whether a thing lies within reach.
    pub fn covers(&self, subject: &Subject) -> bool {
        let own = subject.owner.is_some() && subject.owner == self.member;
        let team = subject.team.is_some_and(|team| self.teams.contains(&team));
        let brand = subject.brand.is_some_and(|brand| self.brands.contains(&brand));
        match self.scope {
            None => false,
            Some(Scope::Own) => own,
            Some(Scope::Team) => own || team,
            Some(Scope::Brand) => own || team || brand,
            Some(Scope::All) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_can_read_something_and_only_one_can_do_all() {
        for role in Role::ALL {
            let grants = Grants::of(*role);
            assert!(!grants.0.is_empty());
            assert_eq!(grants == Grants::everything(), *role == Role::Administrator);
        }
    }

    #[test]
    fn a_wider_scope_covers_what_a_narrower_one_does() {
        let team = crate::Id::from_uuid(uuid::Uuid::from_u128(1));
        let brand = crate::Id::from_uuid(uuid::Uuid::from_u128(2));
        let member = crate::Id::from_uuid(uuid::Uuid::from_u128(3));
        let subject = Subject { brand: Some(brand), team: Some(team), owner: Some(member) };
        for scope in Scope::ALL {
            let reach =
                Reach { scope: Some(*scope), member: Some(member), teams: vec![team], brands: vec![brand] };
            assert!(reach.covers(&subject), "{scope}");
        }
        let stranger = Reach { scope: Some(Scope::Brand), ..Reach::default() };
        assert!(!stranger.covers(&subject));
    }
}
