import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { composeRecord } from "@debootc/core/compose/compose-record";
import { blobPath } from "@debootc/core/oci/descriptor";
import { run } from "@debootc/tools/run";
import { expect, test } from "vitest";
import { linesOf, pushScene } from "./push-scene.fixture.ts";

const scene = pushScene();
const { pushed, failure, direct, tags } = scene;

async function legsOf(id: string) {
  const file = join(scene.out(), id, "compose/metadata/compose.json");
  return composeRecord.parse(await readFile(file, "utf8"), file).legs;
}

test("an image arrives byte for byte, with its referrers and all tags, and skopeo finds it", async () => {
  const result = await pushed("one-1-20261130.0", { tag: ["latest"] });

  const [leg] = await legsOf("one-1-20261130.0");
  expect(result).toMatchObject({
    ...{ composeId: "one-1-20261130.0", digest: leg?.image.manifestDigest, tags: ["13", "latest"] },
    ...{
      reference: `${scene.proxy().registry}/${scene.name()}@${leg?.image.manifestDigest}`,
      referrersBy: "tags",
    },
    ...{ skipped: { blobs: 0, bytes: 0 }, mounted: { blobs: 0, bytes: 0 } },
  });
  // Two layers, a configuration, two documents and the empty configuration of both.
  expect(result.sent.blobs).toBe(6);
  const local = await readFile(
    join(scene.out(), "one-1-20261130.0/compose/minimal/amd64/oci", blobPath(result.digest)),
  );
  expect(Buffer.from(await (await direct("manifests/latest")).arrayBuffer())).toEqual(local);
  const { stdout } = await run({
    tool: "skopeo",
    args: ["inspect", "--tls-verify=false", "--format={{.Digest}}", `docker://${scene.directName()}:13`],
  });
  expect(stdout.trim()).toBe(result.digest);
  const copied = scene.path("copied");
  await run({
    tool: "skopeo",
    args: [
      "copy",
      "--src-tls-verify=false",
      `docker://${scene.directName()}@${result.digest}`,
      `dir:${copied}`,
    ],
  });
});

test("the image of a layout is pushed like that of a compose, and nothing is written into the layout", async () => {
  const [leg] = await legsOf("one-1-20261130.0");
  const layout = join(scene.out(), "one-1-20261130.0/compose/minimal/amd64/oci");
  const before = (await readdir(layout, { recursive: true })).toSorted();
  const result = await pushed(`oci:${layout}:13`, { tag: ["latest"] });

  expect(result).toMatchObject({ digest: leg?.image.manifestDigest, tags: ["13", "latest"] });
  expect(result.images).toMatchObject([{ architecture: "amd64", referrers: [{}, {}] }]);
  expect(result).not.toHaveProperty("composeId");
  expect(result.images[0]).not.toHaveProperty("variant");
  expect((await readdir(layout, { recursive: true })).toSorted()).toEqual(before);
});

test("a registry without the referrers API lists them under the tag of the image's digest", async () => {
  const result = await pushed("one-1-20261130.0");

  const fallback = result.digest.replace(":", "-");
  expect(await tags()).toEqual(["13", fallback]);
  const list = (await (await direct(`manifests/${fallback}`)).json()) as { manifests: object[] };
  expect(list.manifests).toMatchObject([
    {
      artifactType: "application/spdx+json",
      annotations: { "org.opencontainers.image.created": "1970-01-01T00:00:00Z" },
    },
    { artifactType: "application/cdx+json" },
  ]);
});

test("what others attached to the image stays in the list of its referrers", async () => {
  const { digest } = await pushed("one-1-20261130.0");
  const fallback = digest.replace(":", "-");
  const list = (await (await direct(`manifests/${fallback}`)).json()) as {
    manifests: { artifactType: string }[];
  };
  const [first, ...rest] = list.manifests;
  const other = { ...list, manifests: [{ ...rest[0], artifactType: "application/other" }] };
  await direct(`manifests/${fallback}`, {
    method: "PUT",
    headers: { "content-type": "application/vnd.oci.image.index.v1+json" },
    body: JSON.stringify(other),
  });

  await pushed("one-1-20261130.0");

  const after = (await (await direct(`manifests/${fallback}`)).json()) as {
    manifests: { artifactType: string }[];
  };
  expect(after.manifests.map(({ artifactType }) => artifactType)).toEqual([
    "application/other",
    first?.artifactType,
  ]);
});

test("a registry that lists referrers by itself gets no tag for them", async () => {
  scene.proxy().plan = ({ method, path }) =>
    method === "PUT" && path.includes("/manifests/")
      ? { kind: "header", name: "oci-subject", value: "yes" }
      : undefined;

  expect(await pushed("one-1-20261130.0")).toMatchObject({ referrersBy: "api" });
  expect(await tags()).toEqual(["13"]);
});

test("a variant for several architectures is one index, which the tag means", async () => {
  const result = await pushed("two-1-20261130.0/edge");

  const index = await readFile(join(scene.out(), "two-1-20261130.0/compose/edge/image-index.json"));
  expect(Buffer.from(await (await direct("manifests/13")).arrayBuffer())).toEqual(index);
  expect(result.images.map(({ architecture }) => architecture)).toEqual(["amd64", "arm64"]);
  for (const { digest } of result.images) expect((await direct(`manifests/${digest}`)).status).toBe(200);
  const { stdout } = await run({
    tool: "skopeo",
    args: [
      ...["inspect", "--override-arch", "arm64", "--tls-verify=false", "--format={{.Architecture}}"],
      `docker://${scene.directName()}:13`,
    ],
  });
  expect(stdout.trim()).toBe("arm64");
});

test("one architecture of a variant is its image alone", async () => {
  const [, leg] = await legsOf("two-1-20261130.0");

  expect(await pushed("two-1-20261130.0/edge/arm64")).toMatchObject({ digest: leg?.image.manifestDigest });
});

test("a variant that lacks an architecture is pushed with a warning", async () => {
  await pushed("part-1-20261130.0");

  expect(scene.events()).toContainEqual(
    expect.objectContaining({
      diagnostic: expect.objectContaining({ message: expect.stringContaining("arm64") }),
    }),
  );
});

test("without a tag the image is there by its digest alone", async () => {
  const { digest } = await pushed("one-1-20261130.0", { at: `${scene.proxy().registry}/${scene.name()}` });

  expect(await tags()).toEqual([digest.replace(":", "-")]);
});

test("what is there is not sent again", async () => {
  const first = await pushed("one-1-20261130.0");
  scene.proxy().requests.length = 0;

  const again = await pushed("one-1-20261130.0");

  expect(again).toMatchObject({ digest: first.digest, sent: { blobs: 0, bytes: 0 }, skipped: first.sent });
  expect(linesOf(scene.proxy().requests).filter((line) => /POST|PATCH/.test(line))).toEqual([]);
});

test("layers that another repository has are mounted, others are sent", async () => {
  await pushed("one-1-20261130.0");
  const from = scene.name();
  scene.nextName();

  const result = await pushed("two-1-20261130.0/server", { mountFrom: ["test/none", from] });

  // The shared layer, and the empty configuration of what is attached.
  expect(result.mounted.blobs).toBe(2);
  expect(result.mounted.bytes).toBeGreaterThan(3_000_000);
  expect(result.sent.blobs).toBe(4);
});

test("tags are moved when everything else is there and read back, in their order", async () => {
  await pushed("two-1-20261130.0/edge", { tag: ["b", "a"] });

  const puts = linesOf(scene.proxy().requests).filter(
    (line) => line.startsWith("PUT") && line.includes("/manifests/"),
  );
  const moves = puts.findIndex((line) => !line.includes("sha256:"));
  expect(puts.slice(moves).filter((line) => line.includes("sha256:"))).toEqual([]);
  expect(puts.slice(-3)).toEqual(["13", "b", "a"].map((tag) => `PUT /v2/${scene.name()}/manifests/${tag}`));
  const lastBlob = linesOf(scene.proxy().requests).findLastIndex((line) => line.includes("/blobs/"));
  const firstManifest = linesOf(scene.proxy().requests).findIndex((line) => line.includes("/manifests/"));
  expect(lastBlob).toBeLessThan(firstManifest);
});

test("progress counts bytes up to all of them", async () => {
  await pushed("one-1-20261130.0");

  const bytes = scene.events().filter((event) => event.type === "progress");
  expect(bytes.at(-1)).toMatchObject({ unit: "bytes", node: "blobs" });
  expect(bytes.at(-1)?.done).toBe(bytes.at(-1)?.total);
});

test("a compose that does not exist, and one of several variants, are refused before anything is asked", async () => {
  expect(await failure("none")).toMatchObject({ code: "usage" });
  expect(await failure("two-1-20261130.0")).toMatchObject({
    code: "usage",
    hint: expect.stringContaining("edge/amd64"),
  });
  expect(scene.proxy().requests).toEqual([]);
});

test("a registry is reached through the proxy of the environment", async () => {
  const at = `registry.example.invalid/${scene.name()}:13`;
  const proxy = { http_proxy: `http://${scene.proxy().registry}` };

  expect(await pushed("one-1-20261130.0", { at, proxy, insecureHttp: true })).toMatchObject({ tags: ["13"] });
  expect((await direct("manifests/13")).status).toBe(200);
});
