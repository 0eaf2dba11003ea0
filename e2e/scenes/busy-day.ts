/** A demo company on a working day: conversations with the bot, in the queue, with agents, resolved and rated. */
import { channelKey, MemberApi, VisitorApi } from "../harness/api";

export async function busyDay(url: string): Promise<void> {
  const key = await channelKey(url);
  const visitor = () => VisitorApi.arrive(url, key);
  const agent = await MemberApi.login(url, "agent");
  const emma = await MemberApi.login(url, "agent2");

  const rated = await visitor();
  const ratedId = await rated.say("我的耳机充不进电，转人工");
  await agent.claim(ratedId);
  await agent.reply(ratedId, "您好，请先用棉签清洁一下充电盒的触点，再放回去充 10 分钟试试。");
  await rated.say("好了，谢谢！");
  await agent.resolve(ratedId);
  await rated.rate(ratedId, 5, "很耐心，一下就好了");

  const talking = await visitor();
  const talkingId = await talking.say("怎么申请退货？");
  await talking.say("说了半天没用，转人工吧");
  await agent.claim(talkingId);
  await agent.reply(talkingId, "您好，我是李想，我来帮您办理退货。麻烦提供一下订单号。");
  await agent.reply(talkingId, "老客户，之前退过一次，注意核对配件。", "internal");
  await talking.say("订单号是 XH20260014131，屏幕边上有一道划痕，收到时就有了");

  const english = await visitor();
  const englishId = await english.say("I want to talk to a person please");
  await emma.claim(englishId);
  await emma.reply(englishId, "Hi, this is Emma. How can I help you today?");

  for (const words of ["转人工，发票抬头写错了", "人工客服，快递三天没动了", "有人吗？来个人"]) {
    await (await visitor()).say(words);
  }
  for (const words of ["怎么开发票？", "发票", "月球上能不能种水稻", "支持货到付款吗？"]) {
    await (await visitor()).say(words);
  }
}
