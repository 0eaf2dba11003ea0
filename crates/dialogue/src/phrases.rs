//! The bot's own sentences in both languages. Answers come from knowledge, never from here.

use yingda_model::{BotReason, Locale};

use crate::{Action, Courtesy};

/// A sentence of the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phrase {
    Greeting,
    Thanks,
    Goodbye,
    Helpful,
    Clarify,
    Decline,
    DeclineNoneOfThese,
    Offer,
    HandoffAsked,
    HandoffUnsure,
    HandoffNotHelpful,
    /// The label of the option that says that no candidate was meant.
    NoneOfThese,
    /// The label of the button for a person.
    Person,
}

impl Phrase {
    /// What the bot says with a decision; `None` for an answer, which speaks for itself.
    pub fn of(action: &Action, reason: BotReason) -> Option<Self> {
        Some(match (action, reason) {
            (Action::Answer { .. }, _) => return None,
            (Action::Greet(Courtesy::Greeting), _) => Self::Greeting,
            (Action::Greet(Courtesy::Thanks), _) => Self::Thanks,
            (Action::Greet(Courtesy::Goodbye), _) => Self::Goodbye,
            (Action::Greet(Courtesy::Helpful), _) => Self::Helpful,
            (Action::Offer { .. }, _) => Self::Offer,
            (Action::Clarify, _) => Self::Clarify,
            (Action::Decline, BotReason::NoneOfThese) => Self::DeclineNoneOfThese,
            (Action::Decline, _) => Self::Decline,
            (Action::Handoff, BotReason::NotHelpful) => Self::HandoffNotHelpful,
            (Action::Handoff, BotReason::AskedForHuman) => Self::HandoffAsked,
            (Action::Handoff, _) => Self::HandoffUnsure,
        })
    }

    /// The sentence in a language.
    pub fn text(self, locale: Locale) -> &'static str {
        let (chinese, english) = self.both();
        match locale {
            Locale::ZhCn => chinese,
            Locale::En => english,
        }
    }

    fn both(self) -> (&'static str, &'static str) {
        match self {
            Self::Greeting => (
                "您好，我是智能客服机器人，随时为您解答问题。请直接告诉我您想了解什么；需要真人服务时，说“转人工”就可以。",
                "Hello! I'm the automated assistant here. Tell me what you'd like to know, or say “agent” whenever you'd rather talk to a person.",
            ),
            Self::Thanks => (
                "不客气！还有其他问题的话，随时告诉我。",
                "You're welcome! If there's anything else, just ask.",
            ),
            Self::Goodbye => {
                ("感谢您的咨询，祝您生活愉快，再见！", "Thanks for stopping by. Have a great day, goodbye!")
            }
            Self::Helpful => (
                "很高兴能帮到您！还有其他问题，随时告诉我。",
                "Glad that helped! If there's anything else, just ask.",
            ),
            Self::Clarify => (
                "抱歉，我不太确定您的意思。能换个说法，或者说得再具体一点吗？您也可以直接转人工，由同事来帮您。",
                "Sorry, I'm not sure I understood that. Could you put it another way or add a detail? You can also talk to a person right away.",
            ),
            Self::Decline => (
                "抱歉，这个问题我目前还不了解，不想随便给您一个不准确的答复。您可以换个说法再问一次，也可以转人工，由同事为您解答。",
                "I'm sorry, I don't know the answer to that, and I'd rather not guess. You can try asking another way, or talk to a person who can help.",
            ),
            Self::DeclineNoneOfThese => (
                "明白了，这几个都不是您要问的。麻烦您再具体描述一下，或者转人工，由同事为您解答。",
                "Got it, none of those is what you meant. Please tell me a little more, or talk to a person who can help.",
            ),
            Self::Offer => (
                "您想问的是不是下面的问题？点一下就能看到答案：",
                "Is one of these what you'd like to know? Tap it to see the answer:",
            ),
            Self::HandoffAsked => (
                "好的，马上为您转接人工客服，请稍等。",
                "Of course. I'm connecting you with a person now, one moment please.",
            ),
            Self::HandoffUnsure => (
                "抱歉，我没能解答您的问题。这就为您转接人工客服，您前面说的内容同事都能看到，不用重复。",
                "I'm sorry I couldn't answer that. I'm connecting you with a person now. They can see what you've written, so there's no need to repeat it.",
            ),
            Self::HandoffNotHelpful => (
                "抱歉，刚才的回答没有帮到您。这就为您转接人工客服，您前面说的内容同事都能看到，不用重复。",
                "I'm sorry that answer didn't help. I'm connecting you with a person now. They can see what you've written, so there's no need to repeat it.",
            ),
            Self::NoneOfThese => ("都不是", "None of these"),
            Self::Person => ("转人工", "Talk to a person"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bot_says_that_it_is_one_and_how_to_reach_a_person() {
        assert!(Phrase::Greeting.text(Locale::ZhCn).contains("机器人"));
        assert!(Phrase::Greeting.text(Locale::ZhCn).contains("转人工"));
        assert!(Phrase::Greeting.text(Locale::En).contains("automated assistant"));
        for phrase in [Phrase::Clarify, Phrase::Decline, Phrase::DeclineNoneOfThese] {
            assert!(
                phrase.text(Locale::ZhCn).contains("转人工") && phrase.text(Locale::En).contains("person")
            );
        }
    }

    #[test]
    fn what_the_greeting_tells_to_say_is_understood() {
        assert!(crate::handoff::requested("转人工") && crate::handoff::requested("agent"));
        for locale in [Locale::ZhCn, Locale::En] {
            assert!(crate::handoff::requested(Phrase::Person.text(locale)));
        }
    }
}
