//! Requests for a person in Chinese: a wish, a word for a person, then nothing that makes it something else.
//!
//! A clause is read without spaces. What stands before and after the person must be made of known pieces, so that
//! "转人工吧谢谢" asks and "人工费", "客服电话" or "昨天找客服问过" don't. The word lists decide and are meant to be read.

use crate::words::words;

words! {
    /// People whose name alone is a request.
    BY_NAME = "
        人工在线客服 人工客服 人公客服 人工坐席 人工座席 人工服务 人工专员 人工台 人工 真人客服 真人服务
        真人 真的人 活人 在线客服 客服人员 客服专员 客服 接线员 坐席 座席 rengong
    ";

    /// People who have to be asked for with a wish.
    WITH_WISH = "服务人员 工作人员 专员 专人 话务员 负责人 主管 经理 领导 同事 店长 店家 小姐姐";
}

/// So many characters may stand between a [`PASS_ON`] and the person.
const LONGEST_GAP: usize = 7;

words! {
    /// Wishes that can only mean being passed on; much may stand between them and the person.
    PASS_ON = "转接 转给 转到 转至 转 接通 接入 接 切换 呼叫 zhuan";

    /// What makes another word of a [`PASS_ON`]: "转账", "接口".
    NOT_PASS_ON = "到 账 让 发 卖 换 回 运 变 动 载 正 机 口 触 收 受 着 线 了";

    /// Other wishes; only pieces of [`BETWEEN`] may follow them.
    WISHES = "
        找 叫 喊 换成 换到 换 要 求 联系 联系上 联络 切到 切 进入 连接 请 让 给我 帮我 安排 派 有没有 有 来
        召唤 申请 请求 咨询 和 跟 与 同 由 可以 能 能不能
    ";

    /// Wishes after which more must be said of what the person does: "和客服聊", but not "我和客服".
    WITH = "和 跟 与 同 由";

    /// Pieces between a wish and a person.
    BETWEEN = "
        一个 一位 一名 一下 下 个 位 名 你们 您们 贵司 贵公司 咱们 我 的 一 那个 你 您 售后 售前 商家 平台
        官方 到 给 活 真正 直接 上 点
    ";

    /// Pieces before a person who is asked for by name alone.
    COURTESIES = "
        你好 您好 请问 请 麻烦 帮我 帮忙 我 想 那 还是 就 直接 快 快点 哈喽 喂 嗨 亲 在线 可以 能 能不能
        可不可以 改 走 上 用 使用 打开 只要
    ";

    /// Pieces after a person.
    AFTER = "
        吗 嘛 么 呢 啊 呀 吧 了 啦 哦 喔 哈 呗 咯 呐 的话 的 行不行 行不 行 好不好 好吗 好 可以 可不可以
        不可以 不行 能 谢谢 谢 多谢 在不在 在线 在哪里 在哪儿 在哪 在 一下 快点 快 速度 马上 立刻 现在 着急
        很急 急 拜托 麻烦 请 怎么转 怎么联系 怎么找 怎么接 有 没有 不 按 按哪个 出来 过来 来 我们 我 跟 和
        给 帮 聊聊 聊天 聊 说话 说 谈谈 谈 讲话 讲 沟通 对话 通话 交流 联系 处理 解决 回复 回答 解答 服务
        接待 跟进 接 介入 协助 问题 这个 直接 人工客服 人工 客服 真人 求
    ";

    /// What is said of the person after a [`WITH`].
    TALK = "
        聊 说 谈 讲 沟通 对话 通话 交流 联系 处理 解决 回复 回答 解答 服务 接待 跟进 接 介入 协助 来
    ";

    /// What turns a wish round, directly before it or before the person.
    NOT = "
        不 别 不用 不是 不要 别给我 别帮我 不需要 不想 无需 不必 没必要 没 没有 是不是 不要再 不用再 是
        不用帮我 不要帮我 没说 没说要 没说过 没让 没让你 没叫你 没要 没要你
    ";

    /// Signs before the wish that something is told, not asked for.
    TOLD = "
        已经 之前 昨天 刚才 刚刚 上次 前天 早上 上午 上周 前几天 上回 昨晚 后来 当时 曾经 每次
    ";

    /// Machines that are called like people.
    MACHINES = "智能 机器人 机器 ai 自动 电话 微信";

    /// Clauses that ask for a person without a word for one.
    SAYINGS = "
        有人吗 有人在吗 有人么 有人在么 有没有人 没人吗 没有人吗 人呢 来个人 来人 找个人 叫个人 换个人
        给我个人 给个人 给我找个人 给我来个人 能不能来个人 能来个人 我要人 我要找人 跟人说话 和人说话 跟人聊
        和人聊 有没有活的 zrg 转rg 转人 转ren工 zhuanrengong zhuanren工
    ";

    /// Refusals of the machine, wherever they stand in a clause: one of these, then one of [`REFUSED`].
    REFUSALS = "
        不要 别用 不想和 不想跟 不想要 不跟 不和 别跟我 别让 别 不想用 不需要 拒绝 不想再跟 不想再和 不用
        少来
    ";

    /// What is refused.
    REFUSED = "智能客服 机器 ai 自动回复 人机";

    /// What makes another thing of a person: "人工费", "客服电话".
    COMPOUNDS = "
        费 智能 电话 热线 号 时间 审核 安装 成本 邮箱 态度 微信 账 工资 几点 收费 要收费 要钱 要付费 要多久 多久 会收费
    ";

    /// Questions that only look negated.
    ASKS_BACK = "
        能不能 可不可以 要不要 有没有 为什么不 能不 可以不 怎么不 怎么还不 为什么还不 为啥不 为啥还不 咋不 咋还不 还不
    ";
}

/// Whether a clause asks for a person. `alone` says that the text has nothing else but courtesies: "客服，我的包裹呢"
/// is said to a person, "客服" asks for one.
pub(super) fn asks(clause: &str, alone: bool) -> bool {
    let clause: String = clause.chars().filter(|character| character.is_alphanumeric()).collect();
    asks_by_saying(&clause) || refuses_machine(&clause) || asks_by_word(&clause, alone)
}

fn asks_by_saying(clause: &str) -> bool {
    [clause, COURTESIES.trim_front(clause)].iter().any(|text| {
        SAYINGS
            .iter()
            .filter_map(|saying| text.strip_prefix(saying))
            .any(|rest| AFTER.trim_front(rest).is_empty())
    })
}

fn refuses_machine(clause: &str) -> bool {
    REFUSED
        .iter()
        .any(|machine| clause.match_indices(machine).any(|(start, _)| REFUSALS.end(&clause[..start])))
}

fn asks_by_word(clause: &str, alone: bool) -> bool {
    clause.char_indices().any(|(start, _)| {
        let (before, rest) = clause.split_at(start);
        if let Some(after) = BY_NAME.after(rest) {
            !MACHINES.end(before)
                && (asks_by_name(before, rest, after, alone)
                    || passes_on(before, after)
                    || wishes(before, after))
        } else if let Some(after) = WITH_WISH.after(rest) {
            passes_on(before, after) || wishes(before, after)
        } else {
            rest == "的人" && passes_on(before, "")
        }
    })
}

/// "人工", "你好，客服呢": nothing but courtesies around a name. "客服在吗" is how people say hello, not a request.
fn asks_by_name(before: &str, rest: &str, after: &str, alone: bool) -> bool {
    let service = rest.starts_with("客服") || rest.starts_with("在线客服");
    let hello = service && after.starts_with('在') && !after.starts_with("在哪");
    !hello
        && (alone || !service)
        && COURTESIES.trim_front(before).is_empty()
        && AFTER.trim_front(after).is_empty()
}

/// "转接…客服…": the wish can't mean anything else, so a name or reason may follow, but not a word that makes a
/// compound with the person.
fn passes_on(before: &str, after: &str) -> bool {
    let pass_on = |wish: &str| {
        let Some(start) = before.rfind(wish) else { return false };
        let (lead, gap) = (&before[..start], &before[start + wish.len()..]);
        let directly = wish == "接" && lead.ends_with('直');
        !directly
            && !NOT_PASS_ON.begin(gap)
            && gap.chars().count() <= LONGEST_GAP
            && !turned_round(lead)
            && !is_told(lead)
    };
    !COMPOUNDS.begin(after.trim_start_matches('的')) && PASS_ON.iter().any(pass_on)
}

/// "给我找个客服", "想跟真人聊": a wish, known pieces, the person, known pieces.
fn wishes(before: &str, after: &str) -> bool {
    let near = BETWEEN.trim_back(before);
    if !AFTER.trim_front(after).is_empty() || turned_round(before) || turned_round(near) {
        return false;
    }
    let wish_before = |lead: &&str| {
        WISHES.iter().filter_map(|wish| Some((wish, lead.strip_suffix(wish)?))).any(|(wish, lead)| {
            let talks = !WITH.contains(wish) || TALK.begin(after.trim_start_matches("直接"));
            talks && !turned_round(lead) && !is_told(lead)
        })
    };
    [before, near].iter().any(wish_before)
}

fn turned_round(lead: &str) -> bool {
    NOT.end(lead) && !ASKS_BACK.end(lead)
}

fn is_told(lead: &str) -> bool {
    TOLD.within(lead)
}
