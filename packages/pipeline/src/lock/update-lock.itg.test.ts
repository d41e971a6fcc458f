import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { TestPackage } from "@debootc/tools/apt/test-archive.fixture";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ArchiveScene, openArchiveScene } from "./archive-scene.fixture.ts";

const base: TestPackage[] = [
  { name: "base-files", version: "13", fields: { Essential: "yes" } },
  { name: "hello", version: "2.10-5", fields: { Depends: "libhello" } },
  { name: "libhello", version: "2.10-5", fields: { Source: "hello" } },
];
const newer: TestPackage[] = [
  base[0]!,
  { name: "hello", version: "2.12-1", fields: { Depends: "libhello2" } },
  { name: "libhello2", version: "2.12-1", fields: { Source: "hello" }, bytes: 1500 },
];
const treefile = "ref: a/${basearch}\nsuite: trixie\npackages: [hello]\nSOURCES\n";

let scene: ArchiveScene;
beforeEach(async () => {
  scene = await openArchiveScene();
  await scene.publish("trixie", base);
  await scene.publish("trixie-security", []);
  await scene.write("a.yaml", treefile);
});
afterEach(() => scene[Symbol.asyncDispose]());

const textOf = (name: string) => readFile(join(scene.directory, name), "utf8");

test("an update chooses anew and tells what it changed, with versions and sizes", async () => {
  await scene.lock("a.yaml");
  await scene.publish("trixie", newer);

  const { locks } = await scene.lock("a.yaml", { update: true });

  expect(locks).toMatchObject([
    { created: false, changed: true, path: join(scene.directory, "a.lock.json") },
  ]);
  const [change] = locks[0]!.architectures;
  expect(change).toMatchObject({
    architecture: "amd64",
    download: { from: 3000, to: 3500, fetched: 2500 },
    requestDiffers: false,
  });
  expect(
    change?.changes.map(({ name, change: kind, from, to }) => [name, kind, from?.version, to?.version]),
  ).toEqual([
    ["hello", "upgraded", "2.10-5", "2.12-1"],
    ["libhello", "removed", "2.10-5", undefined],
    ["libhello2", "added", undefined, "2.12-1"],
  ]);
  const lock = await scene.read("a.lock.json");
  expect(lock?.architectures["amd64"]?.packages.map(({ name }) => name)).toEqual([
    "base-files",
    "hello",
    "libhello2",
  ]);
});

test("an update keeps the ids of the lock", async () => {
  await scene.lock("a.yaml");
  const text = await textOf("a.lock.json");
  const ids = { groups: [{ name: "hello", gid: 987 }], users: [] };
  await scene.write("a.lock.json", text.replace('"indexes":', `"ids":${JSON.stringify(ids)},"indexes":`));
  await scene.publish("trixie", newer);

  await scene.lock("a.yaml", { update: true });

  expect((await scene.read("a.lock.json"))?.architectures["amd64"]?.ids).toEqual(ids);
});

test("an update without newer packages leaves the file alone, however new the index is", async () => {
  await scene.lock("a.yaml");
  const before = await textOf("a.lock.json");
  const { ino } = await stat(join(scene.directory, "a.lock.json"));
  await scene.publish("trixie", base);

  const { locks } = await scene.lock("a.yaml", { update: true });

  expect(locks[0]).toMatchObject({ changed: false, architectures: [{ changes: [], indexes: [] }] });
  expect(await textOf("a.lock.json")).toBe(before);
  expect((await stat(join(scene.directory, "a.lock.json"))).ino).toBe(ino);
  await scene.lock("a.yaml");
  expect(await textOf("a.lock.json")).not.toBe(before);
});

test("a check says what an update would change, and writes nothing", async () => {
  await scene.lock("a.yaml");
  const before = await textOf("a.lock.json");
  await scene.publish("trixie", newer);

  const { checked, locks } = await scene.lock("a.yaml", { update: true, check: true });

  expect(checked).toBe(true);
  expect(locks[0]).toMatchObject({ changed: true, architectures: [{ counts: { upgraded: 1 } }] });
  expect(await textOf("a.lock.json")).toBe(before);
});

test("a treefile that asks for more is an update too", async () => {
  await scene.lock("a.yaml");
  await scene.write("a.yaml", treefile.replace("[hello]", "[hello, libhello]"));

  const { locks } = await scene.lock("a.yaml", { update: true, check: true });

  expect(locks[0]).toMatchObject({ changed: true, architectures: [{ changes: [], requestDiffers: true }] });
});

describe("what is not locked yet cannot be updated", () => {
  test("no lockfile", async () => {
    await expect(scene.lock("a.yaml", { update: true })).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining(`there is no lock ${join(scene.directory, "a.lock.json")}`),
      hint: expect.stringContaining("debootc lock "),
    });
  });

  test("variants are named all at once, and no other lock is written", async () => {
    await scene.write("base.yaml", "suite: trixie\npackages: [hello]\nSOURCES\n");
    const variant = (name: string) =>
      `  ${name}: {treefile: base.yaml, arches: [amd64], build: {ref: "${name}/x"}}\n`;
    await scene.write(
      "compose.yaml",
      `release: {short: s, name: S, version: "1"}\nvariants:\n${variant("one")}${variant("two")}${variant("three")}`,
    );
    await scene.lock("compose.yaml", { variant: ["two"] });
    const before = await textOf("compose.two.lock.json");
    await scene.publish("trixie", newer);

    await expect(scene.lock("compose.yaml", { update: true })).rejects.toMatchObject({
      code: "usage",
      message: expect.stringMatching(/compose\.one\.lock\.json; .*compose\.three\.lock\.json$/),
      hint: expect.stringMatching(/compose\.yaml --variant one; .*compose\.yaml --variant three$/),
    });
    expect(await textOf("compose.two.lock.json")).toBe(before);

    await scene.lock("compose.yaml");
    expect(await textOf("compose.two.lock.json")).not.toBe(before);
  });

  test("an architecture of a compose file", async () => {
    await scene.write("base.yaml", "suite: trixie\npackages: [hello]\nSOURCES\n");
    const text = (arches: string) =>
      `release: {short: s, name: S, version: "1"}\nvariants:\n  one: {treefile: base.yaml, arches: [${arches}], build: {ref: "x/\${basearch}"}}\n`;
    await scene.write("compose.yaml", text("amd64"));
    await scene.lock("compose.yaml");
    await scene.write("compose.yaml", text("amd64, arm64"));

    await expect(scene.lock("compose.yaml", { update: true })).rejects.toMatchObject({
      message: expect.stringMatching(/compose\.one\.lock\.json has no section for arm64$/),
      hint: expect.stringMatching(/--variant one --arch arm64$/),
    });
  });
});

test("of all variants or of none the locks are written", async () => {
  const file = (packages: string) => `suite: trixie\npackages: [${packages}]\nSOURCES\n`;
  await scene.write("good.yaml", file("hello"));
  await scene.write("bad.yaml", file("libhello"));
  const variant = (name: string) =>
    `  ${name}: {treefile: ${name}.yaml, arches: [amd64], build: {ref: "${name}/x"}}\n`;
  await scene.write(
    "compose.yaml",
    `release: {short: s, name: S, version: "1"}\nvariants:\n${variant("good")}${variant("bad")}`,
  );
  await scene.lock("compose.yaml");
  const before = await textOf("compose.good.lock.json");
  await scene.publish("trixie", newer);

  await expect(scene.lock("compose.yaml", { update: true })).rejects.toMatchObject({
    code: "dependency-unmet",
  });
  expect(await textOf("compose.good.lock.json")).toBe(before);
});
