import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { formatIdentity, identifyProcess } from "../cache/process-identity.ts";
import { openPartialFiles } from "./partial-files.ts";

const hex = "a".repeat(64);
const sha256 = `sha256:${hex}` as const;
let debs: string;

beforeEach(async () => {
  debs = await mkdtemp(join(tmpdir(), "debootc-partial-"));
  await mkdir(join(debs, "partial"));
});
afterEach(() => rm(debs, { recursive: true }));

async function leave(holder: string, content: string): Promise<string> {
  const name = `${hex}~${holder}~${content}`;
  await writeFile(join(debs, "partial", name), content);
  return name;
}

test("files of living processes are left alone, the longest of dead ones is taken over", async () => {
  const self = await identifyProcess(process.pid);
  const dead = formatIdentity({ ...self, startTicks: self.startTicks + 1 });
  const living = await leave(formatIdentity(self), "living");
  await leave(dead, "dead");
  await leave(dead, "deceased");

  const claimed = await (await openPartialFiles(debs)).claim(sha256);

  expect(await readFile(claimed, "utf8")).toBe("deceased");
  expect((await readdir(join(debs, "partial"))).sort()).toEqual([basename(claimed), living].sort());
});

test("files of a process that cannot be seen are left alone", async () => {
  const self = await identifyProcess(process.pid);
  const elsewhere = await leave(
    formatIdentity({ ...self, pidNamespace: self.pidNamespace + 1 }),
    "elsewhere",
  );

  const claimed = await (await openPartialFiles(debs)).claim(sha256);

  await expect(readFile(claimed)).rejects.toThrow("ENOENT");
  expect(await readdir(join(debs, "partial"))).toEqual([elsewhere]);
});

test("a released file goes to exactly one of the next claimants", async () => {
  const partialFiles = await openPartialFiles(debs);
  const first = await partialFiles.claim(sha256);
  await writeFile(first, "half");
  await partialFiles.release(first);

  const claims = await Promise.all([1, 2, 3].map(() => partialFiles.claim(sha256)));

  const contents = await Promise.all(claims.map((path) => readFile(path, "utf8").catch(() => "")));
  expect(contents.sort()).toEqual(["", "", "half"]);
});
