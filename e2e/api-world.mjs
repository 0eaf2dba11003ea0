// Makes a small world in a running demo server and prints it as JSON, so that generated requests reach more than
// "not found": logins, and ids of things that may be changed and deleted. `node api-world.mjs http://127.0.0.1:8080`.

const url = process.argv[2];

async function call(method, path, headers, body) {
  const answer = await fetch(url + path, {
    method,
    headers: { ...(body ? { "Content-Type": "application/json" } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  const text = await answer.text();
  return { headers: answer.headers, body: text === "" ? null : JSON.parse(text) };
}

const login = { email: "admin@demo.yingda", password: "yingda-demo-2026" };
const session = await call("POST", "/api/v1/session", {}, login);
const cookies = session.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
const member = { Cookie: cookies.join("; "), "X-CSRF-Token": session.body.csrf_token };

const post = async (path, body) => (await call("POST", `/api/v1${path}`, member, body)).body;
const list = async (path) => (await call("GET", `/api/v1${path}`, member)).body.items;
const ids = (items) => items.map(({ id }) => id);

const [brand] = await list("/brands");
const [channel] = await list("/channels");
const teams = await list("/teams");
const queues = await list("/queues");
const token = await post("/tokens", { name: "generated requests", role: "administrator", expires_at: null });
const spareToken = await post("/tokens", { name: "to be revoked", role: "analyst", expires_at: null });
// Changes go to a channel of their own, so that the visitors' one stays switched on.
const spareChannel = await post("/channels", { brand_id: brand.id, name: "spare", queue_id: queues[0].id });
const invitation = await post("/invitations", {
  email: "guest@example.com",
  name: "Guest",
  role: "agent",
  team_ids: [],
});

async function visitor(words) {
  const arrival = {
    channel_key: channel.key,
    visitor_token: null,
    identity: null,
    locale: "zh-CN",
    consent: true,
  };
  const { token: visitorToken } = (await call("POST", "/widget/v1/sessions", {}, arrival)).body;
  const headers = { Authorization: `Bearer ${visitorToken}` };
  const message = { client_id: "1", content: { kind: "text", text: words }, locale: "zh-CN" };
  const sent = await call("POST", "/widget/v1/messages", headers, message);
  return { token: visitorToken, conversation: sent.body.conversation_id };
}

const waiting = await visitor("转人工");
const asking = [];
for (const words of ["怎么开发票？", "月球上能不能种水稻", "转人工，发票抬头写错了", "人工客服"]) {
  asking.push(await visitor(words));
}
const members = await list("/members");

const world = {
  token: token.secret,
  visitor: waiting.token,
  channel_key: channel.key,
  /** Prefix → ids that a generated one of that prefix is replaced by, in turn. */
  ids: {
    brd: [brand.id],
    tem: ids(teams),
    que: ids(queues),
    chn: [spareChannel.id],
    // Never the administrator: the login must outlive the run.
    mem: ids(members.filter(({ role }) => role === "agent")),
    tok: [spareToken.id],
    inv: [invitation.id],
    cnv: [waiting.conversation, ...asking.map(({ conversation }) => conversation)],
    cus: ids(await list("/customers")),
    faq: ids(await list("/faq")),
    cnr: ids(await list("/canned-replies")),
    unk: ids(await list("/unanswered")),
  },
};
process.stdout.write(`${JSON.stringify(world)}\n`);
