import { appendFile, chmod, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { rootOf } from "../../root-scene.fixture.ts";
import { changedPath, changingDirectories, rootStamps } from "./root-stamps.ts";

const image = "/boot/image";

async function changedBy(change: (path: string) => Promise<unknown>): Promise<string | undefined> {
  const { path } = await rootOf({
    "etc/a": "text",
    "boot/kernel": "k",
    "var/tmp/": "",
    "run/": "",
    "proc/": "",
  });
  const stamps = () => rootStamps(path, changingDirectories(image));
  const before = stamps();
  // Times of files move on with the clock of the kernel, some milliseconds at a time.
  await setTimeout(20);
  await change(path);
  return changedPath(before, stamps(), image);
}

test.each<[string, string, (path: string) => Promise<unknown>]>([
  ["a file that is written to", "/etc/a", (path) => appendFile(join(path, "etc/a"), "x")],
  ["another mode", "/boot", (path) => chmod(join(path, "boot"), 0o700)],
  ["a file that is gone", "/boot/kernel", (path) => rm(join(path, "boot/kernel"))],
  ["a file that is left in /var/tmp", "/var/tmp/x", (path) => writeFile(join(path, "var/tmp/x"), "")],
])("%s is a change", async (_, place, change) => {
  expect(await changedBy(change)).toBe(place);
});

test("the image, and what is emptied at the end, is none", async () => {
  const made = async (path: string) => {
    await writeFile(join(path, image), "x");
    await writeFile(join(path, "run/x"), "");
    await writeFile(join(path, "var/tmp/x"), "");
    await rm(join(path, "var/tmp/x"));
  };

  expect(await changedBy(made)).toBeUndefined();
});
