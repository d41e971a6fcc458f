import { run } from "@debootc/tools/run";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ArchiveSource } from "./archive-sources.ts";
import { lockScenes, refusalOf } from "./lock-scene.fixture.ts";

const given = lockScenes([
  { name: "base-files", version: "13", fields: { Essential: "yes" } },
  { name: "nginx", version: "1.26-3" },
]);

const index = "Package: agent\nVersion: 1\nArchitecture: all\nFilename: ./agent.deb\nSize: 1\n";

/** Makes a directory of a user who has a .deb, and refuses it as a source. */
async function refused(
  name: string,
  files: Readonly<Record<string, string>>,
  changes: Partial<ArchiveSource> = {},
) {
  const directory = join(given.scene.archive, name);
  await mkdir(directory);
  await writeFile(join(directory, "agent.deb"), "");
  for (const [file, text] of Object.entries(files)) await writeFile(join(directory, file), text);
  const own = given.scene.source({
    id: "own",
    uris: [`file:${directory}`],
    suites: ["./"],
    components: [],
    trusted: true,
    signedBy: undefined as never,
    ...changes,
  });
  const error = await refusalOf(given.scene.resolve({}, [given.scene.source(), own]));
  return { code: error.code, exitStatus: error.exitStatus, message: error.message, hint: error.hint };
}

/** The text of a Release file that lists these files of a directory. */
async function releaseOf(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = join(given.scene.archive, "listed");
  await mkdir(directory);
  for (const [file, text] of Object.entries(files)) await writeFile(join(directory, file), text);
  return (await run({ tool: "apt-ftparchive", args: ["release", "."], cwd: directory })).stdout;
}

test("a directory of .debs without an index is a mistake in the source, not of the network", async () => {
  const there = await refused("debs", {});

  expect(there).toMatchObject({
    code: "treefile-invalid",
    exitStatus: 3,
    message: expect.stringMatching(/^source own \(file:.*debs\S*\) has no index of packages there$/),
    hint: expect.stringContaining("--extra-package"),
  });
});

test("a served one is no fault of the network either", async () => {
  const { url } = given.scene.server;

  expect(await refused("served", {}, { uris: [`${url}/served`] })).toMatchObject({
    code: "treefile-invalid",
    hint: expect.stringContaining("`Packages`"),
  });
});

test("an index that the Release file does not list is told, because apt would pass over it in silence", async () => {
  const release = await releaseOf({ "notes.txt": "" });

  expect(await refused("unlisted", { Packages: index, Release: release })).toMatchObject({
    code: "treefile-invalid",
    exitStatus: 3,
    message: expect.stringContaining("has a Release file that lists no index of packages"),
    hint: expect.stringContaining("apt-ftparchive release"),
  });
});

test("an index that was changed after the Release file was made is not blamed on a mirror", async () => {
  const release = await releaseOf({ Packages: index });

  expect(await refused("changed", { Packages: `${index}Section: misc\n`, Release: release })).toMatchObject({
    code: "index-invalid",
    hint: expect.stringContaining("was changed after the Release file was made"),
  });
});

test("a directory without signatures whose source has a key is told from one without the suite", async () => {
  const { signedBy = "" } = given.scene.source();

  expect(await refused("unsigned", { Packages: index }, { trusted: false, signedBy })).toMatchObject({
    code: "treefile-invalid",
    message: expect.stringContaining("has no Release file, so nothing there is signed"),
    hint: expect.stringContaining("trusted: true"),
  });
});
