//! Words that are in every question and tell none apart. Weighed down, not dropped: "怎么退" is not "能退吗".

use std::collections::HashSet;
use std::sync::LazyLock;

/// Chinese function words, particles and courtesies, as jieba cuts them.
const CHINESE: &str = "\
    的 了 吗 呢 啊 吧 呀 哦 嘛 哈 啦 么 是 我 你 您 我们 你们 他 她 它 这 那 这个 那个 这样 一下 一个 个 \
    有 在 就 都 也 还 又 和 跟 与 或 及 把 被 给 让 请 请问 问 问下 问一下 想 想问 想要 知道 你好 您好 \
    谢谢 麻烦 亲 哪 什么 怎么 怎样 如何 怎么样 咋 可以 能 能不能 可不可以 会 要 需要 呗 地 得 着 过 来 \
    去 里 上 下 中 对 为 以 到 从 用";

/// English function words and courtesies, stemmed as the tokeniser does.
const ENGLISH: &str = "\
    a an the i you he she it we they me my your our this that thes thos is are am was wer be been do \
    does did doe to of in on at for from with and or but if so can could would should will shall may \
    what how there ther some any please pleas hi hello hey thank just i'm i'd i've it's want need like \
    know tell help have has had got get wher about by as";

static WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| CHINESE.split_whitespace().chain(ENGLISH.split_whitespace()).collect());

/// Whether the folded `word` is a function word of either language.
pub(super) fn contains(word: &str) -> bool {
    WORDS.contains(word)
}
