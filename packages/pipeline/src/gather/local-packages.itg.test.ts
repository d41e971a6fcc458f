import { extraSourceId } from "@debootc/core/debian/own-source";
import { treefileOf } from "@debootc/core/lock/lock-section.fixture";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { run } from "@debootc/tools/run";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readExtraPackages } from "./extra/extra-packages.ts";
import { fetchPackages } from "./fetch-packages.ts";
import { readLocalPackages, stageLocalPackages } from "./local-packages.ts";
import {
  type LockScene,
  makeSceneKeys,
  openLockScene,
  refusalOf,
  type SceneKeys,
} from "./lock-scene.fixture.ts";

let keys: SceneKeys;
let scene: LockScene;
let tree: string;

beforeAll(async () => {
  keys = await makeSceneKeys();
});
afterAll(() => keys[Symbol.asyncDispose]());
beforeEach(async () => {
  scene = await openLockScene(keys, [
    { name: "base-files", version: "13", fields: { Essential: "yes" } },
    { name: "agent", version: "2:9" },
    { name: "libagent", version: "1" },
  ]);
  tree = await mkdtemp(join(tmpdir(), "debootc local "));
});
afterEach(async () => {
  await scene[Symbol.asyncDispose]();
  await rm(tree, { recursive: true });
});

async function build(file: string, fields: Record<string, string> = {}): Promise<string> {
  const root = await mkdtemp(join(keys.directory, "build-"));
  const control = {
    Package: "agent",
    Version: "1:1.0",
    Architecture: "all",
    Maintainer: "Nobody <nobody@example.org>",
    Description: "test",
    ...fields,
  };
  await mkdir(join(root, "DEBIAN"));
  const lines = Object.entries(control).map(([name, value]) => `${name}: ${value}\n`);
  await writeFile(join(root, "DEBIAN/control"), lines.join(""));
  await run({ tool: "dpkg-deb", args: ["--root-owner-group", "--build", root, join(tree, file)] });
  return join(tree, file);
}

const named = (...files: string[]) =>
  treefileOf({
    packages: [],
    localPackages: files.map((file, index) => ({
      source: join(tree, file),
      beside: tree,
      origin: { file: join(tree, "system.yaml"), line: index + 3, column: 5 },
    })),
  });

async function resolve(...files: string[]) {
  const treefile = named(...files);
  const local = await readLocalPackages(treefile);
  const staged = await stageLocalPackages(local, join(await mkdtemp(join(keys.directory, "staged-")), "a b"));
  const sources = [...(staged === undefined ? [] : [staged]), scene.source()];
  return { ...(await scene.resolve(treefile, sources, local)), sources };
}

describe("a local package", () => {
  test("is installed although an archive has a newer version, and brings what it depends on", async () => {
    const file = await build("agent.deb", { Depends: "libagent" });
    const { digest, size } = await fileDigest(file);

    const { section } = await resolve("agent.deb");

    expect(section.packages.map(({ name }) => name)).toEqual(["agent", "base-files", "libagent"]);
    expect(section.packages[0]).toMatchObject({
      version: "1:1.0",
      sha256: digest,
      size,
      filename: "agent_1%3a1.0_all.deb",
      sourceId: "local-packages",
    });
    expect(section.request.localPackages).toEqual([{ name: "agent", sha256: digest }]);
  });

  test("wins over the same version of an archive", async () => {
    const file = await build("agent.deb", { Version: "2:9", Architecture: "amd64" });

    const { section } = await resolve("agent.deb");

    expect(section.packages[0]).toMatchObject({ sha256: (await fileDigest(file)).digest });
  });

  test("is taken from its repository into the store", async () => {
    await build("agent.deb");
    const { section, sources } = await resolve("agent.deb");
    const local = { ...section, packages: section.packages.filter(({ name }) => name === "agent") };
    const context = { report: () => {}, log: () => {}, signal: new AbortController().signal };

    const fetched = await fetchPackages(
      { section: local, sources, debsDirectory: await mkdtemp(join(keys.directory, "debs-")) },
      context,
    );

    expect(fetched.downloadedBytes).toBe(local.packages[0]?.size);
  });

  test("does not keep apt's earlier choice from being reused, until it is rebuilt", async () => {
    const once = async () => {
      const treefile = named("agent.deb");
      const local = await readLocalPackages(treefile);
      const staged = await stageLocalPackages(local, await mkdtemp(join(keys.directory, "staged-")));
      const sources = [...(staged === undefined ? [] : [staged]), scene.source()];
      return (await scene.resolveOrReuse(treefile, sources, local)).reused;
    };
    await build("agent.deb");

    expect([await once(), await once()]).toEqual([false, true]);
    await build("agent.deb", { Version: "1:1.1" });
    expect(await once()).toBe(false);
  });

  test("gives no warning that it is unsigned: it is the user's own", async () => {
    await build("agent.deb");

    expect((await resolve("agent.deb")).warnings.trim()).toBe("");
  });
});

describe("files that cannot be installed", () => {
  test("are reported together, each at its place in the treefile", async () => {
    await build("good.deb");
    await build("twin.deb");
    await build("foreign.deb", { Package: "foreign", Architecture: "arm64" });
    await writeFile(join(tree, "none.deb"), "no package");
    await mkdir(join(tree, "directory.deb"));
    await symlink("/etc/passwd", join(tree, "linked.deb"));

    const files = ["gone", "good", "twin", "foreign", "none", "directory", "linked"].map(
      (name) => `${name}.deb`,
    );
    const { code, diagnostics } = await refusalOf(readLocalPackages(named(...files)));

    expect(code).toBe("treefile-invalid");
    expect(diagnostics.map(({ line, message }) => [line, message])).toEqual([
      [3, "no such file"],
      [5, expect.stringContaining("good.deb also contains the package agent")],
      [6, "foreign is built for arm64, but the image is amd64"],
      [7, expect.stringContaining("dpkg-deb")],
      [8, "this is not a regular file"],
      [9, expect.stringContaining("a link leads out of the treefile's directory")],
    ]);
  });

  test("a file that is changed while it is read is refused", async () => {
    await build("agent.deb");
    const local = await readLocalPackages(named("agent.deb"));
    await build("agent.deb", { Version: "3" });

    const { message } = await refusalOf(stageLocalPackages(local, join(keys.directory, "changed")));

    expect(message).toContain("was changed while it was read");
  });
});

describe("a package that is given besides the treefile", () => {
  async function given(packages: string[], files: readonly string[], local: readonly string[] = []) {
    const treefile = { ...named(...local), packages };
    const extra = await readExtraPackages(files);
    const staged = await stageLocalPackages(
      extra,
      await mkdtemp(join(keys.directory, "staged-")),
      extraSourceId,
    );
    const sources = [...(staged === undefined ? [] : [staged]), scene.source()];
    return scene.resolveOrReuse(treefile, sources, await readLocalPackages(treefile), extra);
  }

  test("is installed where it is asked for, before every other version, and the lock says where it is from", async () => {
    const file = await build("agent.deb", { Depends: "libagent" });
    const { digest } = await fileDigest(file);

    const { section, warnings } = await given(["agent"], [file]);

    expect(section.packages.map(({ name }) => name)).toEqual(["agent", "base-files", "libagent"]);
    expect(section.packages[0]).toMatchObject({
      version: "1:1.0",
      sha256: digest,
      sourceId: "extra-packages",
    });
    expect(section.request.extraPackages).toEqual([{ name: "agent", sha256: digest }]);
    expect(warnings.trim()).toBe("");
    const without = await given(["libagent"], [file]);
    expect(without.section.packages.map(({ name }) => name)).toEqual(["base-files", "libagent"]);
  });

  test("lets apt's earlier choice be used again until it is rebuilt", async () => {
    const file = await build("agent.deb");

    expect((await given(["agent"], [file])).reused).toBe(false);
    expect((await given(["agent"], [file])).reused).toBe(true);
    await build("agent.deb", { Version: "1:1.1" });
    expect((await given(["agent"], [file])).reused).toBe(false);
  });

  test("cannot be one that the treefile brings, too", async () => {
    const file = await build("agent.deb");

    await expect(given([], [file], ["agent.deb"])).rejects.toMatchObject({
      code: "usage",
      message: "--extra-package gives agent, which the treefile has by local-packages",
    });
  });
});
