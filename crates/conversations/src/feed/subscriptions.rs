//! Who looks at what: plain maps, no I/O. A connection whose notices are full is let go; it resumes by its last number.

use std::collections::{BTreeSet, HashMap, HashSet};

use tokio::sync::mpsc;
use yingda_model::conversation::Counts;
use yingda_model::member::MemberName;
use yingda_model::permission::Reach;
use yingda_model::{
    Axes, Conversation, ConversationId, CustomerId, Limit, MemberId, QueueId, Subject, VisitorId,
};

use super::{Census, Inbox, Notice};

/// Who is at the other end.
pub(super) enum Party {
    Customer {
        customer: Option<CustomerId>,
        visitor: VisitorId,
        /// Whether the shop vouches for who they are.
        vouched: bool,
        queue: Option<QueueId>,
    },
    Agent {
        member: Option<MemberName>,
        reach: Box<Reach>,
        colleagues: Box<Reach>,
    },
}

struct Connected {
    party: Party,
    sender: mpsc::Sender<Notice>,
    open: BTreeSet<ConversationId>,
    inboxes: Vec<Inbox>,
    last_counts: Option<Counts>,
}

/// The maps.
#[derive(Default)]
pub(super) struct Subscriptions {
    next: u64,
    connections: HashMap<u64, Connected>,
    by_conversation: HashMap<ConversationId, BTreeSet<u64>>,
    by_customer: HashMap<CustomerId, BTreeSet<u64>>,
    by_visitor: HashMap<VisitorId, BTreeSet<u64>>,
    inboxes: HashSet<u64>,
    agents: HashSet<u64>,
    counts: HashSet<u64>,
    numbers: HashSet<u64>,
    alarms: HashSet<u64>,
    /// Connections that were let go because their notices were full.
    overflowed: u64,
}

impl Subscriptions {
    /// Who is connected, and what waits for them.
    pub fn census(&self) -> Census {
        let mut census = Census { overflowed: self.overflowed, ..Census::default() };
        for Connected { party, sender, .. } in self.connections.values() {
            let of = match party {
                Party::Customer { .. } => &mut census.customers,
                Party::Agent { member: Some(_), .. } => &mut census.agents,
                Party::Agent { member: None, .. } => &mut census.programs,
            };
            let waiting = sender.max_capacity() - sender.capacity();
            of.connections += 1;
            of.waiting += waiting;
            of.most_waiting = of.most_waiting.max(waiting);
        }
        census
    }

    /// None when the customer has too many connections.
    pub fn connect(&mut self, party: Party, sender: mpsc::Sender<Notice>) -> Option<u64> {
        self.next += 1;
        let id = self.next;
        if let Party::Customer { customer, visitor, .. } = &party {
            let of_customer =
                customer.and_then(|customer| self.by_customer.get(&customer)).map_or(0, BTreeSet::len);
            let of_visitor = self.by_visitor.get(visitor).map_or(0, BTreeSet::len);
            if of_customer.max(of_visitor) >= Limit::CustomerConnections.count() {
                return None;
            }
            self.by_visitor.entry(*visitor).or_default().insert(id);
            if let Some(customer) = customer {
                self.by_customer.entry(*customer).or_default().insert(id);
            }
        }
        let connected =
            Connected { party, sender, open: BTreeSet::new(), inboxes: Vec::new(), last_counts: None };
        self.connections.insert(id, connected);
        Some(id)
    }

    /// Lets a connection go; answers the conversations that it looked at.
    pub fn disconnect(&mut self, id: u64) -> Vec<ConversationId> {
        let Some(connected) = self.connections.remove(&id) else { return Vec::new() };
        if let Party::Customer { customer, visitor, .. } = connected.party {
            remove(&mut self.by_visitor, &visitor, id);
            if let Some(customer) = customer {
                remove(&mut self.by_customer, &customer, id);
            }
        }
        for conversation in &connected.open {
            remove(&mut self.by_conversation, conversation, id);
        }
        for set in
            [&mut self.inboxes, &mut self.agents, &mut self.counts, &mut self.numbers, &mut self.alarms]
        {
            set.remove(&id);
        }
        connected.open.into_iter().collect()
    }

    pub fn identify(&mut self, id: u64, who: CustomerId) {
        if let Some(Connected { party: Party::Customer { customer, .. }, .. }) = self.connections.get_mut(&id)
        {
            if let Some(before) = customer.replace(who) {
                remove(&mut self.by_customer, &before, id);
            }
            self.by_customer.entry(who).or_default().insert(id);
        }
    }

    /// All connections of a device for which nobody vouches are this customer's from now on.
    pub fn identify_visitor(&mut self, visitor: VisitorId, customer: CustomerId) {
        for id in self.by_visitor.get(&visitor).cloned().unwrap_or_default() {
            let party = self.connections.get(&id).map(|connected| &connected.party);
            if matches!(party, Some(Party::Customer { vouched: false, .. })) {
                self.identify(id, customer);
            }
        }
    }

    /// False when the connection looks at too much already.
    pub fn open(&mut self, id: u64, conversation: ConversationId) -> bool {
        let Some(connected) = self.connections.get_mut(&id) else { return true };
        if connected.open.len() + connected.inboxes.len() >= Limit::Subscriptions.count()
            && !connected.open.contains(&conversation)
        {
            return false;
        }
        connected.open.insert(conversation);
        self.by_conversation.entry(conversation).or_default().insert(id);
        true
    }

    pub fn close(&mut self, id: u64, conversation: ConversationId) {
        if let Some(connected) = self.connections.get_mut(&id) {
            connected.open.remove(&conversation);
        }
        remove(&mut self.by_conversation, &conversation, id);
    }

    pub fn is_open(&self, id: u64, conversation: ConversationId) -> bool {
        self.connections.get(&id).is_some_and(|connected| connected.open.contains(&conversation))
    }

    /// False when the connection looks at too much already.
    pub fn inbox(&mut self, id: u64, inbox: Inbox, on: bool) -> bool {
        let Some(connected) = self.connections.get_mut(&id) else { return true };
        connected.inboxes.retain(|known| *known != inbox);
        if on {
            if connected.open.len() + connected.inboxes.len() >= Limit::Subscriptions.count() {
                return false;
            }
            connected.inboxes.push(inbox);
        }
        if connected.inboxes.is_empty() {
            self.inboxes.remove(&id)
        } else {
            self.inboxes.insert(id)
        };
        true
    }

    pub fn agents(&mut self, id: u64, on: bool) {
        if on && self.connections.contains_key(&id) {
            self.agents.insert(id)
        } else {
            self.agents.remove(&id)
        };
    }

    pub fn counts(&mut self, id: u64, on: bool) {
        let Some(connected) = self.connections.get_mut(&id) else { return };
        connected.last_counts = None;
        if on {
            self.counts.insert(id)
        } else {
            self.counts.remove(&id)
        };
    }

    pub fn numbers(&mut self, id: u64, on: bool) {
        if on && self.connections.contains_key(&id) {
            self.numbers.insert(id)
        } else {
            self.numbers.remove(&id)
        };
    }

    pub fn alarms(&mut self, id: u64, on: bool) {
        if on && self.connections.contains_key(&id) {
            self.alarms.insert(id)
        } else {
            self.alarms.remove(&id)
        };
    }

    /// Members who have a conversation open, each once.
    pub fn viewers(&self, conversation: ConversationId) -> Vec<MemberName> {
        let ids = self.by_conversation.get(&conversation).into_iter().flatten();
        let mut viewers: Vec<MemberName> = ids
            .filter_map(|id| match &self.connections.get(id)?.party {
                Party::Agent { member, .. } => member.clone(),
                Party::Customer { .. } => None,
            })
            .collect();
        viewers.sort_by_key(|member| member.id);
        viewers.dedup_by_key(|member| member.id);
        viewers
    }

    pub fn has_inboxes(&self) -> bool {
        !self.inboxes.is_empty()
    }

    pub fn has_agents(&self) -> bool {
        !self.agents.is_empty()
    }

    pub fn has_numbers(&self) -> bool {
        !self.numbers.is_empty()
    }

    pub fn has_conversation(&self, conversation: ConversationId) -> bool {
        self.by_conversation.contains_key(&conversation)
    }

    pub fn has_customer(&self, customer: CustomerId) -> bool {
        self.by_customer.contains_key(&customer)
    }

    fn send(&mut self, id: u64, notice: &Notice) {
        let Some(connected) = self.connections.get(&id) else { return };
        if connected.sender.try_send(notice.clone()).is_err() {
            tracing::info!(connection.id = id, "a connection reads too slowly and is let go");
            self.overflowed += 1;
            self.disconnect(id);
        }
    }

    fn send_all(&mut self, ids: impl IntoIterator<Item = u64>, except: Option<u64>, notice: &Notice) {
        for id in ids {
            if Some(id) != except {
                self.send(id, notice);
            }
        }
    }

    /// Tells those who look at a conversation. `subject` says where it belongs now: an agent whose reach does not cover that
    /// any more looks at it no longer.
    pub fn tell_conversation(
        &mut self,
        conversation: ConversationId,
        except: Option<u64>,
        subject: Option<&Subject>,
        notice: &Notice,
    ) {
        for id in self.by_conversation.get(&conversation).cloned().unwrap_or_default() {
            let within = match self.connections.get(&id).map(|connected| &connected.party) {
                Some(Party::Agent { reach, .. }) => subject.is_none_or(|subject| reach.covers(subject)),
                _ => true,
            };
            if !within {
                self.close(id, conversation);
                self.send(id, &Notice::Gone(conversation));
            } else if Some(id) != except {
                self.send(id, notice);
            }
        }
    }

    pub fn tell_customer(&mut self, customer: CustomerId, except: Option<u64>, notice: &Notice) {
        let ids = self.by_customer.get(&customer).cloned().unwrap_or_default();
        self.send_all(ids, except, notice);
    }

    /// Tells the lists to which a conversation belongs, or belonged before.
    pub fn tell_inboxes(&mut self, conversation: &Conversation, before: Option<&Axes>, notice: &Notice) {
        let (subject, after) = (conversation.subject(), conversation.axes());
        let ids: Vec<u64> = self
            .inboxes
            .iter()
            .copied()
            .filter(|id| {
                let Some(Connected { party: Party::Agent { member, reach, .. }, inboxes, .. }) =
                    self.connections.get(id)
                else {
                    return false;
                };
                let me = member.as_ref().map(|member| member.id);
                // Whoever lost it may know that it is gone.
                let was_within = before.is_some_and(|axes| {
                    reach.covers(&Subject {
                        brand: subject.brand,
                        team: Some(axes.team_id),
                        owner: axes.member_id,
                    })
                });
                (reach.covers(&subject) || was_within)
                    && inboxes.iter().any(|inbox| {
                        inbox.shows(&after, me) || before.is_some_and(|axes| inbox.shows(axes, me))
                    })
            })
            .collect();
        self.send_all(ids, None, notice);
    }

    /// Tells those who look at colleagues.
    pub fn tell_agents(&mut self, team: Option<&Subject>, notice: &Notice) {
        let ids: Vec<u64> = self
            .agents
            .iter()
            .copied()
            .filter(|id| {
                let party = self.connections.get(id).map(|connected| &connected.party);
                matches!(party, Some(Party::Agent { colleagues, .. }) if team.is_some_and(|team| colleagues.covers(team)))
            })
            .collect();
        self.send_all(ids, None, notice);
    }

    /// Tells those who look at numbers.
    pub fn tell_numbers(&mut self, notice: &Notice) {
        let ids: Vec<u64> = self.numbers.iter().copied().collect();
        self.send_all(ids, None, notice);
    }

    /// Tells those who look at alarms.
    pub fn tell_alarms(&mut self) {
        let ids: Vec<u64> = self.alarms.iter().copied().collect();
        self.send_all(ids, None, &Notice::Alarms);
    }

    /// Tells the connections of a member, or those of programs, that their access has changed.
    pub fn tell_access(&mut self, who: Option<MemberId>) {
        self.tell_parties(|party| match party {
            Party::Agent { member, .. } => member.as_ref().map(|member| member.id) == who,
            Party::Customer { .. } => false,
        });
    }

    /// Tells the connections of a customer that the shop has said who they are: a device for which nobody vouches is theirs
    /// no longer.
    pub fn tell_identified(&mut self, who: CustomerId) {
        self.tell_parties(
            |party| matches!(party, Party::Customer { customer: Some(customer), .. } if *customer == who),
        );
    }

    /// Tells all customers that a channel is not as it was.
    pub fn tell_channel(&mut self) {
        self.tell_parties(|party| matches!(party, Party::Customer { .. }));
    }

    fn tell_parties(&mut self, concerns: impl Fn(&Party) -> bool) {
        let concerned = self.connections.iter().filter(|(_, connected)| concerns(&connected.party));
        let ids: Vec<u64> = concerned.map(|(id, _)| *id).collect();
        self.send_all(ids, None, &Notice::AccessChanged);
    }

    /// Lets every connection go: clients come back and resume.
    pub fn let_all_go(&mut self) {
        for id in self.connections.keys().copied().collect::<Vec<_>>() {
            self.disconnect(id);
        }
    }

    /// Tells customers of a queue's channels whether somebody is there.
    pub fn tell_customers_of(&mut self, queue: QueueId, notice: &Notice) {
        let ids: Vec<u64> = self
            .connections
            .iter()
            .filter(|(_, connected)| matches!(connected.party, Party::Customer { queue: Some(of), .. } if of == queue))
            .map(|(id, _)| *id)
            .collect();
        self.send_all(ids, None, notice);
    }

    /// Who counts, within which reach.
    pub fn counting(&self) -> Vec<(u64, Reach)> {
        self.counts
            .iter()
            .filter_map(|id| match &self.connections.get(id)?.party {
                Party::Agent { reach, .. } => Some((*id, (**reach).clone())),
                Party::Customer { .. } => None,
            })
            .collect()
    }

    /// Tells a connection the counts, unless it knows them.
    pub fn tell_counting(&mut self, id: u64, counts: Counts) {
        let Some(connected) = self.connections.get_mut(&id) else { return };
        if connected.last_counts.replace(counts) != Some(counts) {
            self.send(id, &Notice::Counts(counts));
        }
    }

    /// Queues of connected customers.
    pub fn queues(&self) -> BTreeSet<QueueId> {
        let queue = |connected: &Connected| match connected.party {
            Party::Customer { queue, .. } => queue,
            Party::Agent { .. } => None,
        };
        self.connections.values().filter_map(queue).collect()
    }
}

fn remove<K: std::hash::Hash + Eq>(map: &mut HashMap<K, BTreeSet<u64>>, key: &K, id: u64) {
    if let Some(ids) = map.get_mut(key) {
        ids.remove(&id);
        if ids.is_empty() {
            map.remove(key);
        }
    }
}
