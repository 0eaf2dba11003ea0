//! A small company with customers who have said something, on a store whose address is known.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;
use yingda_conversations::{attachments, conversations, receiving};
use yingda_customers::{Profile, identities};
use yingda_model::context::CustomerActor;
use yingda_model::{Actor, AttachmentId, Content, ConversationId, Customer, Locale, VisitorId};
use yingda_store::checks::FACTS;
use yingda_store::journal::Recorded;
use yingda_store::{Address, Store, diagnosis, journal};
use yingda_testkit::{Company, TestEnvironment, company};

pub const DAY: Duration = Duration::from_secs(86_400);

pub struct Shop {
    pub address: Address,
    pub store: Store,
    pub environment: TestEnvironment,
    pub company: Company,
}

pub async fn open(address: &Address, environment: &TestEnvironment) -> Store {
    let (address, now) = (address.clone(), environment.now());
    spawn_blocking(move || Store::open(&address, now)).await.expect("no panic").expect("opens")
}

pub async fn close(store: Store) {
    spawn_blocking(move || drop(store)).await.expect("closed");
}

impl Shop {
    pub async fn on(address: &Address) -> Self {
        let environment = TestEnvironment::default();
        let store = open(address, &environment).await;
        let company = company(&store, &environment).await;
        Self { address: address.clone(), store, environment, company }
    }

    /// A customer who is new.
    pub async fn visitor(&self) -> (CustomerActor, Customer) {
        let visitor: VisitorId = self.environment.system().id();
        let channel = self.company.channel.id;
        let actor = CustomerActor { channel, visitor, external_id: None, customer: None };
        let ctx = self.environment.ctx(Actor::Customer(actor.clone()));
        let profile = Profile::anonymous(Locale::ZhCn);
        let entered = identities::enter(&self.store, &ctx, &self.company.channel, &actor, &profile).await;
        let customer = entered.expect("a customer");
        (CustomerActor { customer: Some(customer.id), ..actor }, customer)
    }

    /// They say something, and send a file.
    pub async fn say(&self, (actor, customer): &(CustomerActor, Customer), text: &str) -> ConversationId {
        let ctx = self.environment.ctx(Actor::Customer(actor.clone()));
        let inbound = receiving::Inbound {
            client_id: text.into(),
            content: Content::text(text),
            locale: Locale::ZhCn,
            thread: String::new(),
        };
        let channel = &self.company.channel;
        let received = receiving::receive(&self.store, &ctx, channel, customer, None, inbound).await;
        received.expect("received").message.conversation_id
    }

    /// A file that was sent in a conversation.
    pub async fn file(&self, conversation: ConversationId) -> AttachmentId {
        let ctx = self.environment.member(&self.company.administrator);
        let text: Arc<[u8]> = b"to be paid".as_slice().into();
        let created = attachments::create(&self.store, &ctx, "bill.txt", "text/plain", text).await;
        let attachment = created.expect("a file").id;
        let bind =
            move |tx: &mut yingda_store::Tx<'_>| Ok(yingda_store::blobs::bind(tx, attachment, conversation)?);
        let unit = yingda_store::Unit::quiet("test_bind");
        assert!(self.store.write(&ctx, unit, bind).await.expect("bound"));
        attachment
    }

    pub async fn resolve(&self, id: ConversationId) {
        conversations::resolve(&self.store, &self.environment.system(), id).await.expect("resolved");
    }

    /// How many rows a table has.
    pub async fn rows(&self, table: &str) -> i64 {
        let address = self.address.clone();
        let looked = spawn_blocking(move || diagnosis::look(&address, true)).await.expect("no panic");
        let rows = looked.expect("looked").rows;
        rows.iter().find(|(name, _)| name == table).expect("a table of this name").1
    }

    /// How often something happened, as far as the journal is here.
    pub async fn events(&self, name: &str) -> usize {
        self.entries().await.iter().filter(|entry| entry.event.name() == name).count()
    }

    /// Whether the journal still has words of people about something.
    pub async fn remembers(&self, subject: impl ToString) -> bool {
        let subject = subject.to_string();
        let read = move |tx: &mut yingda_store::Tx<'_>| Ok(journal::of_subject(tx, &subject, 0, 1_000)?);
        self.store.read(read).await.expect("a history").iter().any(|entry| entry.personal.is_some())
    }

    /// Everything in the journal.
    pub async fn entries(&self) -> Vec<Arc<Recorded>> {
        let mut all = Vec::new();
        for (partition, _) in self.store.positions() {
            let (position, _) =
                self.store.read(move |tx| Ok(journal::origin_of(tx, partition)?)).await.expect("an origin");
            all.extend(self.store.entries_after(partition, position, 10_000).await.expect("entries"));
        }
        all
    }

    /// What is wrong with rows and journal.
    pub async fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for fact in FACTS {
            let broken = self.store.read(move |tx| Ok(fact.broken(tx, 10)?)).await.expect("asked");
            faults.extend(broken.into_iter().map(|id| format!("{id}: {}", fact.fault)));
        }
        for (partition, _) in self.store.positions() {
            let verified = self
                .store
                .read(move |tx| {
                    let origin = journal::origin_of(tx, partition)?;
                    let (position, hash, _, faults) = journal::verify(tx, partition, origin, 100_000)?;
                    let whole = journal::head_of(tx, partition)? == Some((position, hash));
                    Ok((faults, whole))
                })
                .await
                .expect("verified");
            faults.extend(verified.0.iter().map(|fault| fault.what.to_owned()));
            faults.extend((!verified.1).then(|| format!("the head of {partition} does not fit")));
        }
        faults
    }
}
