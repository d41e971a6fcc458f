import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { linesOf, pushScene } from "./push-scene.fixture.ts";

// Whether podman, skopeo and cosign accept what is signed here is for e2e/signatures.sh.
const scene = pushScene();
const { pushed, failure, direct, tags } = scene;

let mine: Awaited<ReturnType<typeof keyPair>>;
let other: typeof mine;

beforeAll(async () => {
  mine = await keyPair("mine");
  other = await keyPair("other");
});

async function keyPair(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const key = scene.path(`${name}.key`);
  await writeFile(key, privateKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });
  return { key, public: publicKey };
}

/** Returns what a key has signed of an image: the payloads, of whichever key has signed them. */
async function payloadsSignedBy(key: ReturnType<typeof createPublicKey>, tag: string | undefined) {
  const { layers } = (await (await direct(`manifests/${tag}`)).json()) as {
    layers: { digest: string; annotations: Record<string, string> }[];
  };
  const found: unknown[] = [];
  for (const { digest, annotations } of layers) {
    const payload = Buffer.from(await (await direct(`blobs/${digest}`)).arrayBuffer());
    const signature = Buffer.from(annotations["dev.cosignproject.cosign/signature"] ?? "", "base64");
    if (verify("sha256", payload, key, signature)) found.push(JSON.parse(payload.toString()));
  }
  return found;
}

test("what is signed is that the repository has the image, and nobody else's key made the signature", async () => {
  const result = await pushed("one-1-20261130.0", { signKey: mine.key });

  const tag = `${result.digest.replace(":", "-")}.sig`;
  expect(result.signatures).toMatchObject([{ subject: result.digest, tag, wasThere: false }]);
  expect(await payloadsSignedBy(mine.public, tag)).toEqual([
    {
      critical: {
        identity: { "docker-reference": `${scene.proxy().registry}/${scene.name()}` },
        image: { "docker-manifest-digest": result.digest },
        type: "cosign container image signature",
      },
      optional: null,
    },
  ]);
  expect(await payloadsSignedBy(other.public, tag)).toEqual([]);
});

test("without a key nothing is signed", async () => {
  expect(await pushed("one-1-20261130.0")).not.toHaveProperty("signatures");
  expect((await tags()).filter((tag) => tag.endsWith(".sig"))).toEqual([]);
});

test("of a variant for several architectures, each image and the index are signed", async () => {
  const result = await pushed("two-1-20261130.0/edge", { signKey: mine.key });

  expect(result.signatures?.map(({ subject }) => subject)).toEqual([
    ...result.images.map(({ digest }) => digest),
    result.digest,
  ]);
  for (const { tag } of result.signatures ?? [])
    expect(await payloadsSignedBy(mine.public, tag)).toHaveLength(1);
});

test("the same key signs once: a second push changes no signature", async () => {
  const first = await pushed("one-1-20261130.0", { signKey: mine.key });
  const before = await tags();
  scene.proxy().requests.length = 0;

  const again = await pushed("one-1-20261130.0", { signKey: mine.key });

  expect(again.signatures).toEqual(first.signatures?.map((signature) => ({ ...signature, wasThere: true })));
  expect(await tags()).toEqual(before);
  const moved = linesOf(scene.proxy().requests).filter((line) => /^PUT .*manifests[/]sha256-/.test(line));
  expect(moved).toEqual([]);
});

test("the signature of another key stays when a second one signs", async () => {
  await pushed("one-1-20261130.0", { signKey: mine.key });
  const { signatures } = await pushed("one-1-20261130.0", { signKey: other.key });

  expect(await payloadsSignedBy(mine.public, signatures?.[0]?.tag)).toHaveLength(1);
  expect(await payloadsSignedBy(other.public, signatures?.[0]?.tag)).toHaveLength(1);
});

test("the bundle is listed next to the SBOMs, and signatures are there before any tag is moved", async () => {
  const { digest, signatures } = await pushed("one-1-20261130.0", { signKey: mine.key, tag: ["latest"] });

  const list = (await (await direct(`manifests/${digest.replace(":", "-")}`)).json()) as {
    manifests: { artifactType: string; digest: string }[];
  };
  expect(list.manifests.map(({ artifactType }) => artifactType)).toEqual([
    ...["application/spdx+json", "application/cdx+json", "application/vnd.dev.sigstore.bundle.v0.3+json"],
  ]);
  expect(list.manifests.at(-1)?.digest).toBe(signatures?.[0]?.bundle);
  const puts = linesOf(scene.proxy().requests).filter((line) => /^PUT .*[/]manifests[/]/.test(line));
  const moves = puts.filter((line) => !line.includes("sha256:")).map((line) => line.split("/").at(-1));
  expect(moves).toEqual([digest.replace(":", "-"), signatures?.[0]?.tag, "13", "latest"]);
  expect(puts.slice(-moves.length).some((line) => line.includes("sha256:"))).toBe(false);
});

test("no tag moves if the signature cannot be put", async () => {
  await pushed("one-1-20261130.0", { at: `${scene.proxy().registry}/${scene.name()}` });
  scene.proxy().plan = ({ method }) => (method === "POST" ? { kind: "status", status: 400 } : undefined);

  expect(await failure("one-1-20261130.0", { signKey: mine.key })).toMatchObject({
    code: "registry-refused",
    message: expect.stringContaining("no tag was moved"),
  });
  expect(await tags()).not.toContain("13");
});

test("a tag that is not a list of signatures ends the push before any tag moves", async () => {
  const { digest } = await pushed("one-1-20261130.0", { at: `${scene.proxy().registry}/${scene.name()}` });
  await direct(`manifests/${digest.replace(":", "-")}.sig`, {
    method: "PUT",
    headers: { "content-type": "application/vnd.oci.image.index.v1+json" },
    body: await (await direct(`manifests/${digest.replace(":", "-")}`)).text(),
  });

  expect(await failure("one-1-20261130.0", { signKey: mine.key })).toMatchObject({
    code: "registry-refused",
    message: expect.stringContaining("is not a list of signatures"),
  });
  expect(await tags()).not.toContain("13");
});

test("the bundle of another key does not pass for one's own, and stays in the list", async () => {
  const { digest, signatures } = await pushed("one-1-20261130.0", { signKey: other.key });
  const own = await pushed("one-1-20261130.0", { signKey: mine.key });

  expect(own.signatures?.[0]?.wasThere).toBe(false);
  expect(own.signatures?.[0]?.bundle).not.toBe(signatures?.[0]?.bundle);
  const list = await (await direct(`manifests/${digest.replace(":", "-")}`)).text();
  for (const { bundle = "" } of [signatures?.[0] ?? {}, own.signatures?.[0] ?? {}])
    expect(list).toContain(bundle);
});

test("a key that others may read, or that cannot sign, is refused before anything is asked", async () => {
  const open = scene.path("open.key");
  await writeFile(open, "", { mode: 0o644 });

  expect(await failure("one-1-20261130.0", { signKey: open })).toMatchObject({ code: "trust-refused" });
  expect(await failure("one-1-20261130.0", { signKey: scene.path("none") })).toMatchObject({ code: "usage" });
  expect(scene.proxy().requests).toEqual([]);
});
