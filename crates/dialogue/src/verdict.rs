//! Verdicts: a text that says nothing but that the last answer did not help. "还是没用" is one; "充电器没用" is about a charger.
//!
//! What the bot does about it is decided elsewhere; a verdict on nothing is a question like any other.

use yingda_language::normalize;
use yingda_language::normalize::fold;

use crate::smalltalk;
use crate::words::words;

words! {
    /// What may stand before a verdict.
    BEFORE = "
        这个回答 这个答案 这回答 这答案 你的回答 你的答案 你们的回答 回答 答案 这个 这 你这 你 你们 上面 说的 给的
        讲的 的 还是 还 都 完全 根本 真的 一点 也 并 并没有 好像 感觉 我觉得 可是 但是 但 不过 试过了 试了 按你说的
        照你说的 对我 no nope sorry but
    ";

    /// Verdicts in Chinese.
    VERDICTS = "
        没用 没有用 没啥用 没什么用 不管用 没帮助 没有帮助 没什么帮助 没啥帮助 没帮上忙 没帮到我 帮不上忙 帮不到我 帮不了我
        没解决 没有解决 没解决问题 没解决我的问题 没有解决我的问题 解决不了 解决不了问题 解决不了我的问题 不解决问题
        不行 不对 不是这个 不是这个意思 不是这个问题 不是我想问的 不是我要问的 不是我问的 不是我想要的 不是我要的
        我问的不是这个 我要问的不是这个 我想问的不是这个 我不是问这个 我不是这个意思 不是问这个
        答非所问 文不对题 牛头不对马嘴 没回答我的问题 没有回答我的问题 没回答我 没听懂我的意思 没听懂 没明白我的意思
        没理解我的意思 没懂我的意思 听不懂我说什么 说了等于没说 等于没说 说的都是废话 废话 不满意
    ";

    /// What may stand after a verdict, in Chinese.
    AFTER = "啊 呀 呢 吧 了 啦 哦 的 嘛 诶 唉 好吗 好吧 呵呵 哎";

    /// Verdicts in English, folded.
    ENGLISH = "
        nothelpful notveryhelpful nothelpfulatall thatsnothelpful thisisnothelpful thatwasnothelpful thatisnothelpful
        itsnothelpful unhelpful nothelping thatdidnthelp thatdidnothelp thisdidnthelp thisdidnothelp didnthelp didnothelp
        itdidnthelp itdidnothelp thatdoesnthelp thatdoesnothelp thisdoesnthelp thisdoesnothelp doesnthelp itdoesnthelp
        notuseful useless thatsuseless thisisuseless wronganswer thatsthewronganswer thatswrong thatisnotit thatsnotit
        notwhatiasked thatsnotwhatiasked thatisnotwhatiasked notwhatimean notwhatimeant thatsnotwhatimean
        thatsnotwhatimeant thatisnotwhatimeant notwhatiwanted notwhatiamlookingfor notwhatimlookingfor
        thatsnotmyquestion thatisnotmyquestion notmyquestion youdidntanswermyquestion thatdoesntanswermyquestion
        thisdoesntanswermyquestion doesntanswermyquestion stillnotworking stilldoesntwork itstilldoesntwork
        stillnotsolved notsolved notresolved stillnotresolved itdidntwork thatdidntwork thatdoesntwork
    ";
}

/// No verdict is longer, in characters.
const LONGEST: usize = 60;

/// Whether `text` says that the last answer did not help, and nothing else but courtesies.
pub fn is_unhelpful(text: &str) -> bool {
    if text.chars().count() > LONGEST {
        return false;
    }
    let text = normalize(text);
    let ends = ['.', ',', '!', '?', ';', ':', '~', '\n', '…'];
    let said = text.split(ends).map(str::trim).filter(|clause| !clause.is_empty());
    let clauses: Vec<String> =
        said.filter(|clause| smalltalk::recognize(clause).is_none()).map(fold).collect();
    // "试过了，还是不行": what leads to a verdict can be a clause of its own.
    let leads = |clause: &str| BEFORE.trim_front(clause).is_empty();
    clauses.iter().any(|clause| is_verdict(clause))
        && clauses.iter().all(|clause| leads(clause) || is_verdict(clause))
}

fn is_verdict(folded: &str) -> bool {
    if ENGLISH.contains(folded) {
        return true;
    }
    // A front may eat into the verdict, so each is tried.
    let mut rest = folded;
    loop {
        if VERDICTS.after(rest).is_some_and(|after| AFTER.trim_front(after).is_empty()) {
            return true;
        }
        match BEFORE.after(rest) {
            Some(shorter) => rest = shorter,
            None => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_are_told_from_questions() {
        for text in [
            "没用",
            "没帮助",
            "这个回答没用",
            "答非所问！",
            "没解决",
            "还是不行啊",
            "这不是我想问的",
            "根本没解决我的问题",
            "你好，没用",
            "试过了，还是不行",
            "not helpful",
            "That didn't help.",
            "No, that's not what I meant",
            "useless!!!",
        ] {
            assert!(is_unhelpful(text), "{text}");
        }
        for text in [
            "",
            "你好",
            "充电器没用",
            "键盘没用了怎么办",
            "为什么不行",
            "这个怎么用",
            "不行的话能退吗",
            "耳机右边没声音",
            "订单不对",
            "my charger is useless",
            "it didn't work after the update",
            "退款没到",
        ] {
            assert!(!is_unhelpful(text), "{text}");
        }
    }
}
