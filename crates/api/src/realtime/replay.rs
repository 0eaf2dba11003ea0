//! Replay: what a customer has missed, read portion by portion as their connection takes it. Live events wait until all of
//! it is told; what is said meanwhile is found by the next portion.

use std::collections::VecDeque;

use yingda_conversations::messages;
use yingda_model::{ConversationId, Ctx, Customer, Message, Result};

use crate::AppState;

/// Messages read at once.
const MESSAGES: usize = 100;

/// What is still to be told.
pub(super) struct Replay {
    customer: Customer,
    /// Conversations and the last message of each that the customer has.
    wanted: VecDeque<(ConversationId, i64)>,
}

impl Replay {
    pub fn new(customer: Customer, wanted: impl IntoIterator<Item = (ConversationId, i64)>) -> Self {
        Self { customer, wanted: wanted.into_iter().collect() }
    }

    /// The next messages, all of one conversation; none when there are no more.
    ///
    /// # Errors
    /// When a conversation is not this customer's, or the store is away: then the same ones come when asked again.
    pub async fn next(&mut self, state: &AppState, ctx: &Ctx) -> Result<Vec<Message>> {
        while let Some((conversation, reached)) = self.wanted.front_mut() {
            let missed =
                messages::missed(state.store(), ctx, &self.customer, *conversation, *reached, MESSAGES)
                    .await?;
            if let Some(last) = missed.last() {
                *reached = last.seq;
                return Ok(missed);
            }
            self.wanted.pop_front();
        }
        Ok(Vec::new())
    }
}
