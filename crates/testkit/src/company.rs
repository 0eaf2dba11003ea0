//! A small company that works: one brand, team, queue and channel, and a member of each role.

use yingda_model::channel::ChannelKind;
use yingda_model::context::MemberActor;
use yingda_model::member::{Brand, DEFAULT_TIME_ZONE, MemberState, Team};
use yingda_model::{
    Channel, ChannelSettings, Ctx, Locale, Member, Presence, Queue, Result, Role, Secret, SecretKind,
};
use yingda_store::{Store, Tx, Unit, brands, channels, members, queues, secrets, teams};
use yingda_vault::{Key, Source, Vault};

use crate::TestEnvironment;

/// Everybody's password.
pub const PASSWORD: &str = "testkit-password";
/// Its argon2id hash, made with the least work that the algorithm allows: tests log in often.
const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$dGVzdGtpdHRlc3RraXQxNg$llgRavjyi4iSUPj9ahjY461t9IZekoMRiFvAaN9QzwI";

/// Signs the identities of logged-in customers.
pub const IDENTITY_SECRET: &str = "testkit-identity-secret-of-32-bytes!";

/// A company and its people.
#[derive(Clone, Debug)]
pub struct Company {
    pub brand: Brand,
    pub team: Team,
    pub queue: Queue,
    pub channel: Channel,
    /// In no team: an administrator's permissions reach everything anyway.
    pub administrator: MemberActor,
    pub supervisor: MemberActor,
    pub agent: MemberActor,
    /// A second agent in the same team.
    pub colleague: MemberActor,
    pub knowledge_manager: MemberActor,
    pub analyst: MemberActor,
}

impl Company {
    /// The member of a role; the first agent.
    pub fn of_role(&self, role: Role) -> &MemberActor {
        match role {
            Role::Administrator => &self.administrator,
            Role::Supervisor => &self.supervisor,
            Role::Agent => &self.agent,
            Role::KnowledgeManager => &self.knowledge_manager,
            Role::Analyst => &self.analyst,
        }
    }

    /// The e-mail address of a member of this company.
    pub fn email(&self, member: &MemberActor) -> String {
        email(&member.name)
    }
}

fn email(name: &str) -> String {
    format!("{}@example.com", name.to_lowercase())
}

/// The vault of a test's store, with the key that all tests have.
pub async fn vault(store: &Store, environment: &TestEnvironment) -> Vault {
    let source = Source::Given(Secret::new(Key::new([7; 32]).to_text()));
    Vault::begin(store, &environment.system(), source).await.expect("the key is that of all tests")
}

/// Fills an empty store with a small company.
pub async fn company(store: &Store, environment: &TestEnvironment) -> Company {
    let ctx = environment.system();
    let company = make(&ctx);
    let stored = company.clone();
    let secret = Secret::new(IDENTITY_SECRET);
    let vault = vault(store, environment).await;
    let sealed = vault.seal(store, &ctx, company.channel.id, SecretKind::Identity, &secret).await;
    let sealed = sealed.expect("the vault seals");
    store
        .write(&ctx, Unit::quiet("testkit_company"), move |tx| {
            insert(tx, &stored)?;
            secrets::put(tx, &sealed)
        })
        .await
        .expect("an empty store takes a company");
    company
}

fn make(ctx: &Ctx) -> Company {
    let brand = Brand {
        id: ctx.id(),
        name: "Xinghe".into(),
        locale: Locale::ZhCn,
        time_zone: DEFAULT_TIME_ZONE.into(),
        created_at: ctx.now,
        version: 1,
    };
    let team = Team {
        id: ctx.id(),
        brand_id: brand.id,
        name: "Service".into(),
        member_count: 5,
        created_at: ctx.now,
        version: 1,
    };
    let queue = Queue {
        id: ctx.id(),
        brand_id: brand.id,
        team_id: team.id,
        name: "General".into(),
        waiting: 0,
        longest_wait_since: None,
        agents_online: 0,
        free_capacity: 0,
        created_at: ctx.now,
        version: 1,
    };
    let channel = channel(ctx, &queue);
    let member = |name: &str, role| MemberActor {
        id: ctx.id(),
        name: name.into(),
        role,
        teams: if role == Role::Administrator { Vec::new() } else { vec![team.id] },
        brands: if role == Role::Administrator { Vec::new() } else { vec![brand.id] },
    };
    Company {
        administrator: member("Ada", Role::Administrator),
        supervisor: member("Sam", Role::Supervisor),
        agent: member("Ann", Role::Agent),
        colleague: member("Ben", Role::Agent),
        knowledge_manager: member("Kim", Role::KnowledgeManager),
        analyst: member("Lin", Role::Analyst),
        brand,
        team,
        queue,
        channel,
    }
}

fn channel(ctx: &Ctx, queue: &Queue) -> Channel {
    Channel {
        id: ctx.id(),
        brand_id: queue.brand_id,
        kind: ChannelKind::Web,
        name: "Shop".into(),
        key: "wk_testkit".into(),
        queue_id: queue.id,
        enabled: true,
        settings: ChannelSettings::default(),
        allowed_origins: Vec::new(),
        identity_secret: None,
        snippet: String::new(),
        created_at: ctx.now,
        version: 1,
    }
}

fn insert(tx: &mut Tx<'_>, company: &Company) -> Result<()> {
    brands::create(tx, &company.brand)?;
    teams::create(tx, &company.team)?;
    queues::create(tx, &company.queue)?;
    channels::create(tx, &company.channel)?;
    let people = [
        &company.administrator,
        &company.supervisor,
        &company.agent,
        &company.colleague,
        &company.knowledge_manager,
        &company.analyst,
    ];
    for person in people {
        let member = Member {
            id: person.id,
            name: person.name.clone(),
            email: email(&person.name),
            role: person.role,
            state: MemberState::Active,
            team_ids: person.teams.clone(),
            locale: Locale::ZhCn,
            capacity: 3,
            presence: Presence::Offline,
            active: 0,
            last_seen_at: None,
            created_at: company.brand.created_at,
            version: 1,
        };
        members::create(tx, &member, PASSWORD_HASH)?;
    }
    Ok(())
}
