import { chmod, link, lutimes, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rootOf } from "../../root-scene.fixture.ts";
import { firstDifference } from "./first-difference.ts";
import { rootAnswers } from "./root-answers.ts";

const { signal } = new AbortController();
const image = "/boot/image";
const timestamp = 1_700_000_000;

/** Makes a root, notes what it says of these places, changes it, and returns the first that says something else. */
async function differing(
  change: (path: string) => Promise<unknown>,
  places: { readonly passed?: string[]; readonly seen?: string[]; readonly listed?: string[] },
): Promise<string | undefined> {
  const { path } = await rootOf({ "etc/a": "text", "etc/link": "->a", "boot/kernel": "k", "usr/": "" });
  const asked = { root: path, timestamp, image };
  const { passed = [], seen = [], listed = [] } = places;
  const before = await rootAnswers(asked, signal);
  const record = {
    passed: Object.fromEntries(passed.map((place) => [place, before.passed(place)])),
    seen: Object.fromEntries(await Promise.all(seen.map(async (place) => [place, await before.seen(place)]))),
    listed: Object.fromEntries(listed.map((place) => [place, before.listed(place)])),
  };
  await change(path);
  return firstDifference(record, await rootAnswers(asked, signal));
}

const old = new Date(1_600_000_000_000);

test.each<[string, (path: string) => Promise<unknown>, Parameters<typeof differing>[1]]>([
  ["another text", (path) => writeFile(join(path, "etc/a"), "next"), { seen: ["/etc/a"] }],
  ["another mode", (path) => chmod(join(path, "etc/a"), 0o600), { seen: ["/etc/a"] }],
  ["an older time", (path) => lutimes(join(path, "etc/a"), old, old), { seen: ["/etc/a"] }],
  ["a second name", (path) => link(join(path, "etc/a"), join(path, "usr/a")), { seen: ["/etc/a"] }],
  ["a file that was not there", (path) => writeFile(join(path, "etc/b"), ""), { seen: ["/etc/b"] }],
  ["a file that is gone", (path) => rm(join(path, "etc/a")), { seen: ["/etc/a"] }],
  ["a name more", (path) => writeFile(join(path, "etc/b"), ""), { listed: ["/etc"] }],
  ["a name of another type", (path) => swap(path, "etc/a"), { listed: ["/etc"] }],
  ["another target", (path) => retarget(path, "etc/link"), { passed: ["/etc/link"] }],
])("%s is a difference", async (_, change, places) => {
  const [place] = Object.values(places).flat();

  expect(await differing(change, places)).toBe(place);
});

test.each<[string, (path: string) => Promise<unknown>, Parameters<typeof differing>[1]]>([
  [
    "a file that was not asked for",
    (path) => writeFile(join(path, "usr/b"), ""),
    { seen: ["/etc/a"], listed: ["/etc"] },
  ],
  [
    "a time after that of the image",
    (path) => lutimes(join(path, "etc/a"), new Date(), new Date()),
    { seen: ["/etc/a"] },
  ],
  ["the image itself", (path) => writeFile(join(path, image), "x"), { seen: [image], listed: ["/boot"] }],
  ["an inode", (path) => copyAside(path, "etc/a"), { seen: ["/etc/a"], listed: ["/etc"] }],
])("%s is no difference", async (_, change, places) => {
  expect(await differing(change, places)).toBeUndefined();
});

test("nothing is looked at behind a directory that has become a link", async () => {
  const moved = async (path: string) => {
    await rm(join(path, "etc"), { recursive: true });
    await symlink("/etc", join(path, "etc"));
  };

  expect(await differing(moved, { passed: ["/etc"], seen: ["/etc/passwd"], listed: ["/etc/apt"] })).toBe(
    "/etc",
  );
});

async function swap(path: string, name: string): Promise<void> {
  await rm(join(path, name));
  await symlink("elsewhere", join(path, name));
}

async function retarget(path: string, name: string): Promise<void> {
  await rm(join(path, name));
  await symlink("../usr", join(path, name));
}

async function copyAside(path: string, name: string): Promise<void> {
  await writeFile(join(path, "usr/new"), "text");
  await rename(join(path, "usr/new"), join(path, name));
}
