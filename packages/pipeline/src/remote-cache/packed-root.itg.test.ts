import type { TarEntry } from "@debootc/core/tar/entry";
import { readTar } from "@debootc/core/tar/read-tar";
import { readRootAsTar } from "@debootc/tools/files/tar";
import { run } from "@debootc/tools/run";
import { link, lstat, mkdir, mkdtempDisposable, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runPrivileged } from "../worker/run-privileged.ts";
import { packEntryOperation, unpackEntryOperation } from "./entry-operations.ts";
import { packEntry } from "./pack-entry.ts";
import { unpackEntry } from "./unpack-entry.ts";

const { signal } = new AbortController();

/** Makes an entry with all that roots and layers of overlays have. */
async function makeEntry(content: string): Promise<void> {
  const root = (...parts: readonly string[]) => join(content, "root", ...parts);
  const as = (tool: string, ...args: readonly string[]) => run({ tool, args });
  await mkdir(root("usr/bin"), { recursive: true });
  for (const name of ["su", "ping", "opaque", "long"]) await writeFile(root("usr/bin", name), name);
  await link(root("usr/bin/su"), root("usr/bin/also-su"));
  await symlink("usr/bin", root("bin"));
  await symlink("/etc/shadow", root("absolute"));
  await mkdir(root("n".repeat(200), "é".repeat(100)), { recursive: true });
  await as("chown", "1000:42", root("usr/bin/long"));
  await as("chmod", "4755", root("usr/bin/su"));
  await as("chmod", "2775", root("usr"));
  await as("setcap", "cap_net_raw+ep", root("usr/bin/ping"));
  await as("setfattr", "-n", "trusted.overlay.opaque", "-v", "y", root("usr/bin"));
  await as("mknod", root("removed"), "c", "0", "0");
  await as("mkfifo", root("pipe"));
  await as("touch", "--no-dereference", "--date=@1700000000", root("usr/bin/su"), root("bin"), root("usr"));
  await writeFile(join(content, "record.json"), "{}");
}

async function entriesOf(directory: string): Promise<TarEntry[]> {
  const entries: TarEntry[] = [];
  for await (const { entry } of readTar(readRootAsTar(directory))) entries.push(entry);
  return entries;
}

test("a root arrives with its owners, modes, times, links, attributes and removed names", async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), "debootc-packed-"));
  const [made, restored, archive] = ["made", "restored", "archive"].map((name) => join(home.path, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(restored);
  await makeEntry(made);
  const before = await entriesOf(made);
  const { unpacked } = await packEntry(made, archive, signal);
  await rm(made, { recursive: true });
  const owner = { uid: 7, gid: 8 };
  await unpackEntry({ archive, content: restored, unpacked, owner, isSystem: true }, signal);

  const isOwn = ({ path }: TarEntry) => path === "." || path === "./record.json";
  expect((await entriesOf(restored)).filter((entry) => !isOwn(entry))).toEqual(
    before.filter((entry) => !isOwn(entry)),
  );
  expect(before.map(({ path }) => path)).toContain("./root/removed");
  expect(await lstat(join(restored, "record.json"))).toMatchObject(owner);
});

test("the privileged worker packs and unpacks what only root can read", async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), "debootc-packed-"));
  const [content, archive, restored] = [join(home.path, "a"), join(home.path, "b"), join(home.path, "c")];
  await mkdir(restored);
  await makeEntry(content);
  const owner = { uid: 7, gid: 8 };
  const privilege = { owner, isRoot: true };
  const quiet = { report: () => {}, log: () => {}, signal };

  const { unpacked } = await runPrivileged(packEntryOperation, { content, archive }, privilege, quiet);
  expect(await lstat(archive)).toMatchObject(owner);
  const unpacking = { archive, content: restored, unpacked, owner };
  await runPrivileged(unpackEntryOperation, unpacking, privilege, quiet);

  expect((await entriesOf(restored)).map(({ path }) => path)).toEqual(
    (await entriesOf(content)).map(({ path }) => path),
  );
});

test("equal entries give equal archives", async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), "debootc-packed-"));
  const content = join(home.path, "content");
  await makeEntry(content);

  const one = await packEntry(content, join(home.path, "one"), signal);
  expect(await packEntry(content, join(home.path, "two"), signal)).toEqual(one);
});
