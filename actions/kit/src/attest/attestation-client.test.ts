import { createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";
import { listenLocally } from "@debootc/tools/http/listen-locally";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { attestationClient } from "./attestation-client.ts";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** Stands in for GitHub's issuer of identity tokens (OpenID Connect discovery), with the claims of a run. */
async function startIssuer(changed: Readonly<Record<string, unknown>> = {}) {
  const server = createServer((request, response) => {
    const answer = (value: unknown) => void response.end(JSON.stringify(value));
    if (request.url?.startsWith("/.well-known/openid-configuration"))
      return answer({ jwks_uri: `${issuer}/keys` });
    if (request.url === "/keys")
      return answer({
        keys: [
          {
            ...createPublicKey(pair.privateKey).export({ format: "jwk" }),
            kid: "1",
            alg: "RS256",
            use: "sig",
          },
        ],
      });
    return answer({ value: token({ ...claims, iss: issuer, ...changed }) });
  });
  const { port, ...disposable } = await listenLocally(server);
  const issuer = `http://127.0.0.1:${port}`;
  vi.stubEnv("ACTIONS_ID_TOKEN_REQUEST_URL", `${issuer}/token?x=1`);
  return { issuer, ...disposable };
}

const claims = {
  ...{ aud: "nobody", ref: "refs/heads/main", sha: "c0ffee", repository: "me/images", event_name: "push" },
  ...{ workflow_ref: "me/images/.github/workflows/image.yml@refs/heads/main", repository_id: "1" },
  ...{
    job_workflow_ref: "debootc/compose/.github/workflows/compose.yml@refs/heads/v1",
    repository_owner_id: "2",
  },
  ...{ runner_environment: "github-hosted", run_id: "3", run_attempt: "1", exp: 4_000_000_000 },
};

function token(payload: object): string {
  const text = [{ typ: "JWT", alg: "RS256", kid: "1" }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${text}.${sign("sha256", Buffer.from(text), pair.privateKey).toString("base64url")}`;
}

beforeEach(() => {
  vi.stubEnv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "asks");
  vi.stubEnv("GITHUB_SERVER_URL", "https://github.com");
});
afterEach(() => vi.unstubAllEnvs());

test("provenance names the workflow, the commit and who built, as the identity token has them", async () => {
  await using server = await startIssuer();

  expect(await attestationClient("", server.issuer).provenance()).toEqual({
    type: "https://slsa.dev/provenance/v1",
    params: {
      buildDefinition: expect.objectContaining({
        externalParameters: {
          workflow: {
            ...{ ref: "refs/heads/main", repository: "https://github.com/me/images" },
            path: ".github/workflows/image.yml",
          },
        },
        resolvedDependencies: [
          { uri: "git+https://github.com/me/images@refs/heads/main", digest: { gitCommit: "c0ffee" } },
        ],
      }),
      runDetails: expect.objectContaining({
        builder: { id: "https://github.com/debootc/compose/.github/workflows/compose.yml@refs/heads/v1" },
      }),
    },
  });
});

test("a token of another issuer is no identity", async () => {
  await using server = await startIssuer({ iss: "https://elsewhere.example.org" });

  await expect(attestationClient("", server.issuer).provenance()).rejects.toMatchObject({
    code: "attestation-failed",
    message: expect.stringContaining("elsewhere.example.org"),
  });
});
