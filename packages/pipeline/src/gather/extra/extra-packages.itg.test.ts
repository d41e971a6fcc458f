import { run } from "@debootc/tools/run";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { extraPackagesFor, readExtraPackages } from "./extra-packages.ts";

let work: string;

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "debootc extra "));
});
afterEach(() => rm(work, { recursive: true }));

/** Makes a .deb at a path below the work directory. */
async function deb(path: string, version = "1.0", architecture = "all", words = "test"): Promise<string> {
  const root = join(work, `tree of ${path.replaceAll("/", "-")}`);
  await mkdir(join(root, "DEBIAN"), { recursive: true });
  const lines = [
    ...["Package: agent", `Version: ${version}`, `Architecture: ${architecture}`],
    ...["Maintainer: Nobody <nobody@example.org>", `Description: ${words}`, ""],
  ];
  await writeFile(join(root, "DEBIAN/control"), lines.join("\n"));
  await mkdir(join(work, path, ".."), { recursive: true });
  await run({ tool: "dpkg-deb", args: ["--root-owner-group", "--build", root, join(work, path)] });
  return join(work, path);
}

test("files and directories give their .debs, the same one once", async () => {
  const file = await deb("a.deb");
  await deb("many/b.deb", "2.0");
  await writeFile(join(work, "many/notes.txt"), "");

  const debs = await readExtraPackages([file, join(work, "many"), file]);

  expect(debs.map(({ name, version }) => `${name} ${version}`)).toEqual(["agent 1.0", "agent 2.0"]);
});

test("whatever has no package is refused, all of it at once", async () => {
  await deb("one/a.deb");
  await deb("two/a.deb", "1.0", "all", "the same version with other bytes");
  await writeFile(join(work, "broken.deb"), "no archive");
  await writeFile(join(work, "a.txt"), "");
  await mkdir(join(work, "empty"));
  const wrong = ["none.deb", "a.txt", "empty", "broken.deb", "one", "two"].map((name) => join(work, name));

  await expect(readExtraPackages(wrong)).rejects.toMatchObject({
    code: "usage",
    message: expect.stringMatching(
      /none[.]deb: no such file or directory\n.*a[.]txt: this is neither[^\n]*\n.*empty: no [.]deb is[^\n]*\n[^]*broken[.]deb: [^]*two\/a[.]deb: .*one\/a[.]deb is the same package/,
    ),
  });
});

test("an image gets those of its architecture, and each package in one version", async () => {
  const debs = await readExtraPackages([
    await deb("all.deb"),
    await deb("arm.deb", "2.0", "arm64"),
    await deb("amd.deb", "3.0", "amd64"),
  ]);
  const versions = (architecture: "armhf" | "arm64") =>
    extraPackagesFor({ architecture }, debs).map(({ version }) => version);

  expect(versions("armhf")).toEqual(["1.0"]);
  expect(() => versions("arm64")).toThrow(/all[.]deb and .*arm[.]deb are two versions of agent/);
});
