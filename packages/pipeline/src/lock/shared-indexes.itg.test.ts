import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ArchiveScene, openArchiveScene } from "./archive-scene.fixture.ts";

let scene: ArchiveScene;
beforeEach(async () => {
  scene = await openArchiveScene();
  const essential = { name: "base-files", version: "13", fields: { Essential: "yes" } };
  const hello = ["1", "2"].map((version) => ({ name: "hello", version }));
  await scene.publish("trixie", [essential, ...hello]);
  await scene.publish("trixie-security", []);
  await scene.write("base.yaml", "suite: trixie\npackages: [hello]\nSOURCES\n");
  const variant = (name: string, more: string) =>
    `  ${name}: {treefile: base.yaml, arches: [amd64], build: {ref: "${name}/x"${more}}}\n`;
  const pins = ", pins: [{package: hello, pin: version 1, priority: 1001}]";
  const variants = variant("new", "") + variant("old", pins) + variant("again", "");
  await scene.write("compose.yaml", `release: {short: s, name: S, version: "1"}\nvariants:\n${variants}`);
});
afterEach(() => scene[Symbol.asyncDispose]());

const versionOf = async (variant: string) =>
  (await scene.read(`compose.${variant}.lock.json`))?.architectures["amd64"]?.packages.at(-1)?.version;

test("indexes of all variants are read once, and each still chooses by its own pins", async () => {
  const releasesFor = async (variant?: string[]) => {
    const before = scene.server.requests.length;
    await scene.lock("compose.yaml", variant === undefined ? {} : { variant });
    const paths = scene.server.requests.slice(before).map(({ path }) => path);
    return paths.filter((path) => path.endsWith("/InRelease")).sort();
  };

  expect(await releasesFor()).toEqual(await releasesFor(["old"]));
  expect([await versionOf("new"), await versionOf("old"), await versionOf("again")]).toEqual(["2", "1", "2"]);
});

test("the lock of each variant is compared with them, not only that of the first", async () => {
  await scene.lock("compose.yaml");
  const file = join(scene.directory, "compose.again.lock.json");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace(/"date":"\d{4}/, '"date":"2199'));

  await expect(scene.lock("compose.yaml")).rejects.toMatchObject({ code: "archive-went-back" });
  await expect(scene.lock("compose.yaml", { allowOlder: true })).resolves.toMatchObject({
    warnings: [{ code: "archive-went-back" }],
  });
});
