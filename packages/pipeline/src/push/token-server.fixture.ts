import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { createServer } from "node:http";
import { selfSigned } from "./self-signed.fixture.ts";
import { listenLocally } from "@debootc/tools/http/listen-locally";

export interface TokenServer extends AsyncDisposable {
  readonly realm: string;
  /** The certificate of its key, for the registry. */
  readonly certificate: string;
  /** What each token was wanted for, and by whom. */
  readonly wanted: { readonly scopes: readonly string[]; readonly authorization: string | undefined }[];
  readonly tokens: string[];
  /** How long tokens are said to live, and until when the registry takes the n-th, in seconds from now. */
  life: (nth: number) => { readonly said: number; readonly real: number };
}

/** Serves tokens that docker-registry accepts to whoever knows the password (distribution's token specification). */
export async function startTokenServer(login: string, password: string): Promise<TokenServer> {
  const { certificate, ...made } = await selfSigned();
  const key = createPrivateKey(made.key);
  const x5c = [certificate.replaceAll(/-----[A-Z ]+-----|\s/g, "")];
  const expected = `Basic ${Buffer.from(`${login}:${password}`).toString("base64")}`;

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const { authorization } = request.headers;
    const scopes = url.searchParams.getAll("scope");
    const { said, real } = started.life(started.wanted.length);
    started.wanted.push({ scopes, authorization });
    if (authorization !== expected) return void response.writeHead(401).end();
    const now = Math.floor(Date.now() / 1000);
    const access = scopes.map((scope) => {
      const [type, name, actions = ""] = scope.split(":");
      return { type, name, actions: actions.split(",") };
    });
    const claims = {
      ...{ iss: "test", sub: login, aud: "registry", jti: randomUUID(), access },
      ...{ iat: now - 7200, nbf: now - 7200, exp: now + real },
    };
    const text = [{ typ: "JWT", alg: "ES256", x5c }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const signature = sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
    const token = `${text}.${signature.toString("base64url")}`;
    started.tokens.push(token);
    response.end(JSON.stringify({ token, expires_in: said }));
  });
  const { port, ...disposable } = await listenLocally(server);
  const started: TokenServer = {
    realm: `http://127.0.0.1:${port}/token`,
    certificate,
    wanted: [],
    tokens: [],
    life: () => ({ said: 300, real: 300 }),
    ...disposable,
  };
  return started;
}
