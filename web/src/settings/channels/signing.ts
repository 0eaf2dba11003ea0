/**
 * The examples for signing a customer's identity on one's own server: complete, with nothing but the standard library,
 * so that they can be pasted and run. The secret is read from the environment and never written into them.
 */

export const signingLanguages = ["node", "python"] as const;
export type SigningLanguage = (typeof signingLanguages)[number];

export const languageNames: Record<SigningLanguage, string> = { node: "Node.js", python: "Python" };

export const signingExamples: Record<SigningLanguage, string> = {
  node: `import { createHmac, randomUUID } from "node:crypto";

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function signIdentity(customer) {
  const header = encode({ alg: "HS256", typ: "JWT" });
  const claims = encode({
    sub: customer.id,
    name: customer.name,
    email: customer.email,
    exp: Math.floor(Date.now() / 1000) + 300,
    jti: randomUUID(),
  });
  const signature = createHmac("sha256", process.env.YINGDA_IDENTITY_SECRET)
    .update(\`\${header}.\${claims}\`)
    .digest("base64url");
  return \`\${header}.\${claims}.\${signature}\`;
}`,
  python: `import base64, hashlib, hmac, json, os, time, uuid

def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

def sign_identity(customer) -> str:
    header = encode(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    claims = encode(json.dumps({
        "sub": customer["id"],
        "name": customer["name"],
        "email": customer["email"],
        "exp": int(time.time()) + 300,
        "jti": str(uuid.uuid4()),
    }).encode())
    secret = os.environ["YINGDA_IDENTITY_SECRET"].encode()
    signature = hmac.new(secret, f"{header}.{claims}".encode(), hashlib.sha256).digest()
    return f"{header}.{claims}.{encode(signature)}"`,
};

/** The array holds the call until the widget's script has arrived. */
export const pageExample = `<script type="module">
  const answer = await fetch("/my-identity"); // your server answers with the signed text
  (window.Yingda ||= []).push(["identify", await answer.text()]);
</script>`;
