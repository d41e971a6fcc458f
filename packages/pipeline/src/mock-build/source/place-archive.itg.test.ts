import { DebootcError } from "@debootc/core/error/debootc-error";
import { startFaultServer } from "@debootc/tools/http/fault-server.fixture";
import { makeSigningKey } from "@debootc/tools/keys/signing-key.fixture";
import {
  sha256,
  sourceDirectory,
  type TestSource,
  writeTestSuite,
} from "@debootc/tools/apt/test-archive.fixture";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { ArchiveSource } from "../../gather/archive-sources.ts";
import { servedSource } from "../../gather/served-source.fixture.ts";
import { openSourceScene } from "./source-scene.fixture.ts";

const home = await mkdtemp(join(tmpdir(), "debootc-sources-"));
const key = await makeSigningKey(join(home, "key"));
afterAll(async () => {
  await key.dispose();
  await rm(home, { recursive: true });
});

function sourceOf(version: string, content = `content of ${version}`): TestSource {
  const archive = `tiny_${version}.tar.xz`;
  const dsc = `Format: 3.0 (native)\nSource: tiny\nVersion: ${version}\nChecksums-Sha256:\n ${sha256(content)} ${content.length} ${archive}\n`;
  return { name: "tiny", version, files: { [archive]: content, [`tiny_${version}.dsc`]: dsc } };
}

let archive = "";
beforeEach(async () => {
  archive = await mkdtemp(join(home, "archive-"));
});

async function serve(sources: readonly TestSource[], changes: Partial<ArchiveSource> = {}) {
  const directory = archive;
  await writeTestSuite({
    directory,
    suite: "trixie",
    packages: [{ name: "bash", version: "1" }],
    sources,
    key,
  });
  const server = await startFaultServer(directory);
  const scene = await openSourceScene([servedSource(server.url, key.publicKey, changes)]);
  return {
    ...scene,
    server,
    refusal: async (argument: string): Promise<DebootcError> => {
      const error = await scene.place(argument).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (error instanceof DebootcError) return error;
      throw new Error("it was taken", { cause: error });
    },
    [Symbol.asyncDispose]: async () => {
      await scene[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

test("the newest version of a name is fetched, verified and kept for the next time", async () => {
  await using scene = await serve([sourceOf("1"), sourceOf("10"), sourceOf("9")]);
  const placed = await scene.place("tiny");

  expect(placed.source.version).toBe("10");
  expect((await readdir(placed.directory)).sort()).toEqual(["tiny_10.dsc", "tiny_10.tar.xz"]);
  const fetched = scene.server.requests.filter(({ path }) => path.startsWith("/pool/")).length;
  expect((await scene.place("tiny")).source).toEqual(placed.source);
  expect(scene.server.requests.filter(({ path }) => path.startsWith("/pool/")).length).toBe(fetched);
});

test("a named version is taken", async () => {
  await using scene = await serve([sourceOf("1"), sourceOf("10")]);

  expect((await scene.place("tiny=1")).source.version).toBe("1");
});

test("unknown names and versions are refused as usage", async () => {
  await using scene = await serve([sourceOf("1")]);

  expect(await scene.refusal("tinny")).toMatchObject({
    code: "usage",
    hint: expect.stringContaining("tiny") as string,
  });
  expect((await scene.refusal("tiny=2")).message).toContain("there are: 1 (trixie)");
});

test("if the files of a version are gone, an older one is suggested", async () => {
  await using scene = await serve([sourceOf("1"), sourceOf("10")]);
  await rm(join(archive, "pool"), { recursive: true });

  expect(await scene.refusal("tiny")).toMatchObject({
    code: "mirror-unreachable",
    hint: expect.stringMatching(
      /lists them, but the mirror does not have them.*Or use the version in trixie: tiny=1/,
    ) as string,
  });
  expect((await scene.refusal("tiny=1")).hint).not.toContain("Or use");
});

test("bytes that differ from the signed index are never placed", async () => {
  await using scene = await serve([sourceOf("1")]);
  await writeFile(join(archive, sourceDirectory({ name: "tiny" }), "tiny_1.tar.xz"), "a lie of the same");

  expect(await scene.refusal("tiny")).toMatchObject({ code: "mirror-unreachable" });
});

test("an index of source packages that its Release file does not promise is refused", async () => {
  await using scene = await serve([sourceOf("1")]);
  await writeFile(join(archive, "dists/trixie/main/source/Sources"), "Package: tiny\nVersion: 99\n");

  expect(["mirror-unreachable", "trust-refused"]).toContain((await scene.refusal("tiny")).code);
});

test("an archive that signs with another key is refused", async () => {
  const stranger = await makeSigningKey(join(archive, "stranger"));
  await using scene = await serve([sourceOf("1")], { signedBy: stranger.publicKey });

  expect(await scene.refusal("tiny")).toMatchObject({ code: "trust-refused", exitStatus: 9 });
  await stranger.dispose();
});

test("an archive without source packages says so", async () => {
  await using scene = await serve([]);
  await rm(join(archive, "dists"), { recursive: true });
  await writeTestSuite({
    directory: archive,
    suite: "trixie",
    packages: [{ name: "bash", version: "1" }],
    key,
  });

  expect((await scene.refusal("tiny")).message).toContain("has no index of source packages");
});

test("a stanza whose .dsc belongs to another package is refused", async () => {
  const other = sourceOf("1");
  await using scene = await serve([{ ...other, version: "2" }]);

  expect(await scene.refusal("tiny")).toMatchObject({ code: "trust-refused" });
});

test("a stanza that leads out of the archive is refused", async () => {
  await using scene = await serve([{ ...sourceOf("1"), fields: { Directory: "../../etc" } }]);

  expect((await scene.refusal("tiny")).message).toContain('gives a Directory that is "../../etc"');
});
