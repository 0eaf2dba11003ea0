//! Courtesies: a text that is nothing but a greeting, thanks or a goodbye. Anything more is a question.

use yingda_language::normalize::fold;

use crate::words::words;

/// A courtesy that the bot returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Courtesy {
    Greeting,
    Thanks,
    Goodbye,
    /// The customer said that an answer helped.
    Helpful,
}

words! {
    /// Folded: lower case, simplified, without spaces and signs.
    GREETINGS = "
        你好 您好 你们好 大家好 哈喽 哈啰 嗨 嘿 喂 在吗 在不在 在么 在嘛 在 早上好 上午好 中午好 下午好
        晚上好 早安 早 客服你好 你好客服 客服在吗 在吗客服 客服在不在 亲在吗 亲 小姐姐 请问 请问一下
        我想问一下 我想咨询一下 咨询一下 想咨询一下 有个问题 我有个问题 问一下 nihao hi hello hey heythere
        hithere hellothere goodmorning goodafternoon goodevening greetings howdy ihaveaquestion
        quickquestion helo hiya
    ";

    THANKS = "
        谢谢 谢谢你 谢谢您 谢谢你们 谢了 谢谢啦 谢谢了 多谢 多谢了 太感谢了 感谢 非常感谢 万分感谢 辛苦了
        辛苦啦 麻烦你了 麻烦您了 好的谢谢 好谢谢 嗯谢谢 知道了谢谢 明白了谢谢 ok谢谢 3q 3x thx ty thanks
        thankyou thankyouverymuch thanksalot manythanks thankyousomuch thanksforyourhelp thankyouforyourhelp
        okthanks okthankyou greatthanks cheers muchappreciated appreciateit gotitthanks perfectthanks
        thankssomuch
    ";

    GOODBYES = "
        再见 拜拜 拜 拜了 再会 回见 下次见 下次再聊 晚安 88 886 没事了 没事了谢谢 没有了 没有了谢谢 没了
        没别的了 没问题了 没其他问题了 不用了 不用了谢谢 好了没事了 谢谢再见 谢谢拜拜 bye byebye goodbye
        seeyou seeya cya goodnight thanksbye thankyoubye thatsall thatsallthanks thatisall nothingelse
        nothanks nothankyou imgood haveaniceday haveagoodday okbye
    ";
}

/// Particles that change nothing about a courtesy.
const PARTICLES: &[char] = &['啊', '呀', '哦', '哈', '呢', '啦', '吖', '噢', '喔', '哟', '嘞', '么', '吧'];

/// No courtesy is longer, in characters.
const LONGEST: usize = 60;

/// The courtesy that `text` is, if it is nothing else.
pub fn recognize(text: &str) -> Option<Courtesy> {
    if text.chars().count() > LONGEST {
        return None;
    }
    let folded = fold(text);
    let plain = folded.trim_end_matches(PARTICLES);
    let halves = plain.char_indices().map(|(middle, _)| plain.split_at(middle));
    // "你好在吗", "谢谢再见": two courtesies, of which the second counts.
    single(&folded)
        .or_else(|| single(plain))
        .or_else(|| halves.filter_map(|(first, second)| single(first).and(single(second))).next_back())
}

fn single(folded: &str) -> Option<Courtesy> {
    [(&GREETINGS, Courtesy::Greeting), (&THANKS, Courtesy::Thanks), (&GOODBYES, Courtesy::Goodbye)]
        .into_iter()
        .find_map(|(words, courtesy)| words.contains(folded).then_some(courtesy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn courtesies_are_told_apart() {
        for (courtesy, texts) in [
            (
                Courtesy::Greeting,
                &[
                    "你好",
                    "您好！",
                    "你好呀~",
                    "在吗？",
                    "Hello!",
                    "Hi there",
                    "你好，在吗",
                    "早上好",
                    "客服在吗",
                    "請問",
                ][..],
            ),
            (
                Courtesy::Thanks,
                &["谢谢", "谢谢啦！", "好的，谢谢", "Thanks!", "thank you so much", "謝謝您", "辛苦了"],
            ),
            (
                Courtesy::Goodbye,
                &["再见", "拜拜~", "谢谢，再见", "bye", "没事了", "No, thanks", "thanks, bye"],
            ),
        ] {
            for text in texts {
                assert_eq!(recognize(text), Some(courtesy), "{text}");
            }
        }
    }

    #[test]
    fn a_question_with_a_courtesy_is_a_question() {
        for text in [
            "你好，怎么退货",
            "谢谢，那运费谁出",
            "hi, where is my order",
            "好",
            "在哪里",
            "早上几点发货",
            "",
            "？",
            "thanks for nothing",
        ] {
            assert_eq!(recognize(text), None, "{text}");
        }
    }
}
