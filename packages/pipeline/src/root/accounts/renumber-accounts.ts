import { placeAccounts } from "@debootc/core/ids/place-accounts";
import type { LockedIds } from "@debootc/core/lock/lock";
import { run } from "@debootc/tools/run";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readAccountFiles, writeAccountFiles } from "./root-accounts.ts";
import type { RootDirectory } from "../../tree/root-directory.ts";

interface Numbers {
  /** Accounts whose numbers the lock or debootc's table has; they were made with them. */
  readonly seeded: LockedIds;
  /** Accounts of the image before. */
  readonly kept: LockedIds;
  /** A path for a file, which is made and left. */
  readonly scratch: string;
}

/** Gives the accounts that packages made their numbers (`placeAccounts`), and with them the files that they own. */
export async function renumberAccounts(
  root: RootDirectory,
  { seeded, kept, scratch }: Numbers,
): Promise<void> {
  const recorded = new Set([...seeded.users, ...seeded.groups].map(({ name }) => name));
  const asked = await askedNumbers(root);
  const { files, uids, gids } = placeAccounts(await readAccountFiles(root), {
    kept,
    stays: (name, id) => recorded.has(name) || asked.has(id),
  });
  if (uids.size === 0 && gids.size === 0) return;
  await writeAccountFiles(root, files);
  for await (const { path, stat } of root.walk("/")) {
    const [uid, gid] = [uids.get(stat.uid) ?? stat.uid, gids.get(stat.gid) ?? stat.gid];
    if (uid === stat.uid && gid === stat.gid) continue;
    const keep = async () => {
      await root.setOwner(path, uid, gid);
      if (!stat.isSymbolicLink()) await root.setMode(path, stat.mode & 0o7777);
    };
    if (stat.isFile()) await keepingAttributes(await root.hostPath(path), scratch, keep);
    else await keep();
  }
}

/** A change of owner takes a file's capabilities away: they wait at another file. */
async function keepingAttributes(file: string, scratch: string, change: () => Promise<void>): Promise<void> {
  const attributes = ["--attributes-only", "--preserve=xattr", "--no-dereference", "--"];
  await rm(scratch, { force: true });
  await run({ tool: "cp", args: [...attributes, file, scratch] });
  await change();
  await run({ tool: "cp", args: [...attributes, scratch, file] });
}

/** Returns the numbers that maintainer scripts and sysusers.d ask for: nobody took them as they came. */
async function askedNumbers(root: RootDirectory): Promise<ReadonlySet<number>> {
  const info = "/var/lib/dpkg/info";
  const scripts = (await root.list(info)).filter((name) => /\.(preinst|postinst)$/.test(name));
  const places = [
    ...scripts.map((name) => ({ path: join(info, name), pattern: /(?:-[ug]|--[ug]id)[ =]?["']?(\d+)/g })),
    ...(await root.list("/usr/lib/sysusers.d")).map((name) => ({
      path: join("/usr/lib/sysusers.d", name),
      pattern: /^[ug]!?\s+\S+\s+(?:\d+:)?(\d+)/gm,
    })),
  ];
  const numbers = new Set<number>();
  for (const { path, pattern } of places)
    for (const [, number] of ((await root.readText(path)) ?? "").matchAll(pattern))
      numbers.add(Number(number));
  return numbers;
}
