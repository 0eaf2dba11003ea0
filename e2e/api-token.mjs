// Prints an administrator's API token of a running demo server: `node api-token.mjs http://127.0.0.1:8080`.

const url = process.argv[2];
const json = { "Content-Type": "application/json" };

async function post(path, headers, body) {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: "POST",
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return { headers: answer.headers, body: await answer.json() };
}

const session = await post("/session", {}, { email: "admin@demo.yingda", password: "yingda-demo-2026" });
const cookie = session.headers
  .getSetCookie()
  .map((line) => line.split(";")[0])
  .join("; ");
const token = await post(
  "/tokens",
  { Cookie: cookie, "X-CSRF-Token": session.body.csrf_token },
  { name: "schemathesis", role: "administrator", expires_at: null },
);
process.stdout.write(token.body.secret);
