import { createHash, createPublicKey, verify, X509Certificate } from "node:crypto";
import { createServer } from "node:http";
import { listenLocally } from "@debootc/tools/http/listen-locally";
import { canonicalJson } from "@debootc/core/record/canonical-json";
import { bundleType } from "@debootc/core/signature/signature-bundle";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { linesOf, pushScene } from "./push-scene.fixture.ts";
import { identityToken, type SigstoreServices, startSigstore } from "./sigstore.fixture.ts";

// Whether skopeo, podman and cosign accept what is signed here is for e2e/signatures.sh.
const scene = pushScene();
const { pushed, failure, direct, tags } = scene;
const token = identityToken({
  iss: "https://token.actions.githubusercontent.com",
  sub: "repo:me/images:ref:refs/heads/main",
  job_workflow_ref: "me/images/.github/workflows/image.yml@refs/heads/main",
});

let sigstore: SigstoreServices;
beforeAll(async () => {
  sigstore = await startSigstore(scene.path("sigstore"));
});
afterAll(() => sigstore[Symbol.asyncDispose]());
beforeEach(() => {
  sigstore.fault = undefined;
});

const asMe = () => ({
  ...{ signKeyless: true, identity: { token } },
  ...{ fulcioUrl: sigstore.fulcioUrl, rekorUrl: sigstore.rekorUrl },
});

/** Returns the only signature under the tag of an image, with what was signed. */
async function signatureOf(tag: string | undefined) {
  const { layers } = (await (await direct(`manifests/${tag}`)).json()) as {
    layers: { digest: string; annotations: Record<string, string> }[];
  };
  expect(layers).toHaveLength(1);
  const [layer] = layers;
  const payload = Buffer.from(await (await direct(`blobs/${layer?.digest}`)).arrayBuffer());
  return { payload, annotations: layer?.annotations ?? {} };
}

test("a certificate says whose the signature is, and the log that it was made while that was valid", async () => {
  const result = await pushed("one-1-20261130.0", asMe());

  expect(result.signatures).toMatchObject([{ subject: result.digest, keyless: true, wasThere: false }]);
  const { payload, annotations } = await signatureOf(result.signatures?.[0]?.tag);
  const certificate = new X509Certificate(annotations["dev.sigstore.cosign/certificate"] ?? "");
  const signature = Buffer.from(annotations["dev.cosignproject.cosign/signature"] ?? "", "base64");
  expect(certificate.verify(new X509Certificate(sigstore.authority).publicKey)).toBe(true);
  expect(certificate.subjectAltName).toBe(
    "URI:https://github.com/me/images/.github/workflows/image.yml@refs/heads/main",
  );
  expect(verify("sha256", payload, certificate.publicKey, signature)).toBe(true);

  const { SignedEntryTimestamp: promise, Payload: entry } = JSON.parse(
    annotations["dev.sigstore.cosign/bundle"] ?? "",
  );
  const log = createPublicKey(sigstore.log);
  expect(verify("sha256", Buffer.from(canonicalJson(entry)), log, Buffer.from(promise, "base64"))).toBe(true);
  const { spec } = JSON.parse(Buffer.from(entry.body, "base64").toString());
  expect(spec.data.hash.value).toBe(createHash("sha256").update(payload).digest("hex"));
});

test("the bundle among the referrers has the certificate and the entry of the log instead of a key", async () => {
  const { signatures, digest } = await pushed("one-1-20261130.0", asMe());

  const bundle = (await (await direct(`manifests/${signatures?.[0]?.bundle}`)).json()) as {
    artifactType: string;
    subject: { digest: string };
    layers: { digest: string }[];
  };
  expect(bundle).toMatchObject({ artifactType: bundleType, subject: { digest } });
  const content = await (await direct(`blobs/${bundle.layers[0]?.digest}`)).json();
  expect(content).toMatchObject({
    mediaType: bundleType,
    verificationMaterial: {
      certificate: { rawBytes: expect.any(String) },
      tlogEntries: [{ kindVersion: { kind: "dsse" }, inclusionProof: { treeSize: "1" } }],
    },
  });
});

test("each push adds a signature, and reads none of the earlier bundles", async () => {
  const first = await pushed("one-1-20261130.0", asMe());
  scene.proxy().requests.length = 0;
  const again = await pushed("one-1-20261130.0", asMe());

  expect(again.signatures).toMatchObject([{ wasThere: false }]);
  const { tag } = again.signatures?.[0] ?? {};
  expect(await (await direct(`manifests/${tag}`)).json()).toMatchObject({
    layers: [{ digest: expect.any(String) }, { digest: expect.any(String) }],
  });
  const bundle = `GET /v2/${scene.name()}/manifests/${first.signatures?.[0]?.bundle}`;
  expect(linesOf(scene.proxy().requests)).not.toContain(bundle);
});

test("without an identity nothing is pushed, and the hint says how a job gets one", async () => {
  const error = await failure("one-1-20261130.0", { signKeyless: true });

  expect(error).toMatchObject({ code: "trust-refused", hint: expect.stringContaining("id-token: write") });
  expect(scene.proxy().requests).toEqual([]);
});

test("a key and an identity cannot be meant at once", async () => {
  expect(await failure("one-1-20261130.0", { ...asMe(), signKey: "/none" })).toMatchObject({ code: "usage" });
});

test.each([
  [503, "signing-service-unreachable"],
  [400, "trust-refused"],
])("where the services answer with %d, no tag is moved, and no token is said", async (status, code) => {
  sigstore.fault = { status, message: "not today" };

  const error = await failure("one-1-20261130.0", asMe());

  expect(error).toMatchObject({ code, message: expect.stringContaining("not today") });
  expect(error.cause).toBeInstanceOf(Error);
  expect(await tags()).toEqual([]);
  expect(JSON.stringify([error, error.message, error.hint, scene.events()])).not.toContain(token);
});

test("a service that never answers does not hold up whoever cancels", async () => {
  const controller = new AbortController();
  await using silent = await listenLocally(createServer(() => controller.abort(new Error("enough"))));
  const fulcioUrl = `http://127.0.0.1:${silent.port}`;

  const error = await failure("one-1-20261130.0", { ...asMe(), fulcioUrl, signal: controller.signal });

  expect(error.code).toBe("cancelled");
  expect(await tags()).toEqual([]);
});

test("a job asks GitHub for its token again when there was trouble", async () => {
  let asked = 0;
  const github = createServer((_, response) => {
    asked += 1;
    if (asked === 1) response.writeHead(503).end();
    else response.end(JSON.stringify({ value: token }));
  });
  await using server = await listenLocally(github);
  const identity = { url: `http://127.0.0.1:${server.port}/token`, bearer: "hunter2" };

  const { signatures } = await pushed("one-1-20261130.0", { ...asMe(), identity });

  expect(signatures).toMatchObject([{ keyless: true, wasThere: false }]);
});

test("a job that gets no token hears why, and what the cause was", async () => {
  await using server = await listenLocally(createServer((_, response) => void response.writeHead(403).end()));
  const identity = { url: `http://127.0.0.1:${server.port}/token`, bearer: "hunter2" };

  const error = await failure("one-1-20261130.0", { ...asMe(), identity });

  expect(error).toMatchObject({
    code: "signing-service-unreachable",
    message: expect.stringContaining("403 Forbidden"),
    cause: { kind: "denied" },
  });
  expect(JSON.stringify([error, error.message, scene.events()])).not.toContain("hunter2");
});

test("a token that is none is not repeated", async () => {
  const error = await failure("one-1-20261130.0", { ...asMe(), identity: { token: "hunter2" } });

  expect(error.code).toBe("trust-refused");
  expect(JSON.stringify([error, error.message, error.hint, scene.events()])).not.toContain("hunter2");
});
