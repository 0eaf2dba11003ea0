//! Phrasings that ask for a person and phrasings that only look so.

use super::requested;

const ASKS: &str = "
你好，客服 | 给我换个客服 | 麻烦帮我转花呗客服 | 在线人工客服 | i need to talk to someone on the phone | hello, anyone there
转人工 | 轉人工 | 转 人 工 | 转人工！！！ | 转人工啊 | 请转人工 | 转人工客服 | 转人工服务谢谢
我要转人工 | 帮我转人工 | 直接转人工，不用再问了 | 快点转人工，很急 | 马上给我转人工 | 转接人工
请转接客服人员 | 帮我转接到你们的人工客服 | 麻烦转一下售后的同事 | 转售后专员 | 转客服 | 转真人
可以帮我转售后人工吗 | 帮我转给上次那位客服李想 | 人工 | 人工人工人工 | 人工客服 | 人工服务 | 人工！
客服 | 真人 | 真人客服 | 人工客服在吗 | 人工在吗 | 人工呢 | 有人工吗 | 有没有人工 | 有没有人工客服
有没有真人客服在线 | 有没有活人 | 有真人吗 | 能人工吗 | 可以人工吗 | 还是人工吧 | 要人工服务
我要人工 | 我要人工的 | 我要真人 | 我要找人工 | 找人工 | 找客服 | 我找客服 | 我想找客服 | 联系客服
联系人工客服 | 怎么联系客服 | 怎么转人工？ | 人工客服怎么联系 | 人工在哪里按 | 呼叫客服 | 呼叫人工
叫你们客服出来 | 叫个客服来 | 来个真人 | 来个活的客服行不行 | 给我换人工 | 能不能换真人来回答 | 换真人
我要求人工介入 | 麻烦人工处理一下，谢谢 | 这个你解决不了，让人工处理 | 机器人解决不了，给我转人工
请安排一位客服联系我 | 能不能安排专人跟进 | 我想跟真人客服说 | 想直接和客服人员讲 | 我要和工作人员说话
我的情况比较复杂，想跟真人沟通 | 我要跟负责人谈 | 我要和客服通话 | 让你们经理来跟我说 | 找你们主管
我要找你们领导 | 叫你们经理来 | 能接一下人工坐席吗 | 帮我接维修部的人 | 给我接个真人
请帮我接通在线客服 | 请给我接售后客服 | 坐席呢，我要坐席 | 接线员在不在，麻烦接一下
你好，麻烦转一下人工 | 说了半天没用，转人工吧 | 有人吗 | 有人吗？来个人 | 有没有人啊 | 来个人
你是机器人吧，换个人来 | 别机器人了，叫个人出来 | 不要机器人回复 | 我不想跟机器人说话 | 我不要智能客服
可不可以不跟AI聊，给我个人 | 小姐姐在吗，不要自动回复 | 老说这些套话，我要真的人回复我
为什么不能转人工 | 人公客服 | zhuan rengong | agent | human please | agent please | live agent
real person | representative! | operator | customer service | I want to talk to a human
Can I speak to a real person please? | Connect me to customer service representative
I'd like to speak with a customer service agent | Please transfer me to a person who speaks English
Stop, you're a bot. Get me a human | Is there someone I can talk to? | I need a human
let me talk to someone | can i chat with an agent | put me through to an operator
get me your manager | I want a real person | how do I contact customer service? | is anyone there?
I don't want to talk to a bot | talk to a person | Could you connect me with a live agent?
speak to a supervisor | i want to speak to your manager now | HUMAN!!! | give me a human
I need to speak with someone | 怎么还不转人工 | 为什么还不给我转人工 | can you transfer me | let me talk to support please
";

const DOES_NOT_ASK: &str = "
客服，我的包裹怎么还没到 | 走了，谢了，客服 | 算了，我直接问银行客服吧 | 谁能看到我和客服的聊天 | am i talking with a real person
i need to know if you are a real person or an ai | Do I need to speak to a representative to change my pin? | put smooth operator on
Until what time can I reach your support team? | Can I get a card in person? | I made a transfer to someone yesterday
I want to close my account due to poor customer service | can I have the same person deliver it again | do I have to talk to someone
人工费多少钱 | 人工智能 | 客服电话是多少 | 人工费怎么算 | 维修收不收人工费 | 换屏的人工费是多少
人工智能音箱怎么连网 | 人工客服几点上班 | 客服几点下班 | 人工服务时间 | 客服电话 | 你们客服热线多少
给我客服电话 | 客服的联系方式 | 客服微信 | 你是人工吗 | 你是真人还是机器人 | 你是真人吗 | 是不是真人
不要转人工 | 不用转人工 | 别给我转人工 | 不需要人工 | 不用人工客服 | 先不转人工 | 不找客服
客服态度太差了 | 昨天客服说可以退 | 刚才的客服说今天发货 | 之前联系客服处理了 | 已经联系客服处理了
我昨天找客服说过了 | 我找客服问过了 | 联系客服说要三天 | 客服让我等三天 | 客服不理我 | 客服在吗
在吗客服 | 真人秀在哪看 | 审核是人工的吗 | 人工审核要多久 | 人工安装要多少钱 | 有工作人员上门安装吗
需要人工安装吗 | 转账失败 | 转账给客服安全吗 | 怎么转账 | 怎么换货 | 我要退货 | 我要找回密码
找同事代收可以吗 | 给领导买的礼物 | 送经理什么手机好 | 能送货上门吗 | 有货吗 | 请问怎么开发票
接口是什么类型 | 接到自称客服的电话说要退款 | 有人报出我买的东西 | 来人签收吗 | 转换器有吗 | 转让会员
这个耳机适合几个人用 | 同事也买了这款 | 怎么叫快递上门 | 要多久客服才回复 | 智能客服是什么
机器人吸尘器怎么清理 | 你们有机器人吗 | 人工费 | 换人民币支付 | 人呢子大衣 | 转人民币
what are your customer service hours | customer service phone number
what is your customer service email | I need the customer service number | are you a human?
is this a bot | is there an agent fee | robot vacuum doesn't start | I want a refund
how many people can use it | I don't want to talk to an agent | no need for a human
I already talked to an agent yesterday | can two people share an account | human hair dryer
which person signed for my parcel | I want to return a phone | can I get a discount
How do I transfer my data to a new phone? | hello | contact lenses | how do I connect my earbuds
what is the manager account | do you have people-size bags | The agent told me to wait
没说要转人工 | 我没让你转人工 | 转人工要收费吗 | 转人工要多久 | is there a real estate agent
a person stole my card | I want to change the person who receives it
can someone else pick up my order
";

fn texts(list: &str) -> impl Iterator<Item = &str> {
    list.split(['|', '\n']).map(str::trim).filter(|text| !text.is_empty())
}

#[test]
fn requests_are_recognised() {
    let missed: Vec<_> = texts(ASKS).filter(|text| !requested(text)).collect();
    assert!(missed.is_empty(), "missed: {missed:?}");
    assert!(texts(ASKS).count() >= 80);
}

#[test]
fn other_texts_are_not_requests() {
    let wrong: Vec<_> = texts(DOES_NOT_ASK).filter(|text| requested(text)).collect();
    assert!(wrong.is_empty(), "taken for requests: {wrong:?}");
    assert!(texts(DOES_NOT_ASK).count() >= 60);
}
