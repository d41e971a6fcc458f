import { hasErrno } from "@debootc/tools/errno";
import { lstat, mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeTree } from "../worker/remove-tree.ts";
import { formatIdentity, identifyProcess, lifeOf, parseIdentity } from "./process-identity.ts";
import type { StagingDirectory } from "./staging-area.ts";

const form = /^debootc-[a-z]+-(?<owner>[0-9.a-f]+)-[A-Za-z0-9]{6}$/;

/** Is a directory in TMPDIR that goes with its holder. */
interface Scratch extends AsyncDisposable {
  readonly path: string;
}

/**
 * Makes a directory below TMPDIR for work that has no cache or output directory to be in. Its name carries its owner, as
 * in a staging area; what dead owners left is removed first.
 */
export async function makeScratchDirectory(purpose: string, parent = tmpdir()): Promise<Scratch> {
  for (const { path } of await abandonedScratchDirectories(parent)) await removeTree(path);
  const owner = formatIdentity(await identifyProcess(process.pid));
  const path = await mkdtemp(join(parent, `debootc-${purpose}-${owner}-`));
  return { path, [Symbol.asyncDispose]: () => removeTree(path) };
}

/** Lists the directories of dead owners, of this user alone: in a directory for all, a name proves nothing. */
export async function abandonedScratchDirectories(parent = tmpdir()): Promise<StagingDirectory[]> {
  const abandoned: StagingDirectory[] = [];
  for (const name of (await readdir(parent)).sort()) {
    const owner = parseIdentity(form.exec(name)?.groups?.["owner"] ?? "");
    if (owner === undefined || (await lifeOf(owner)) !== "dead") continue;
    const path = join(parent, name);
    if (await isOwnDirectory(path)) abandoned.push({ path, owner });
  }
  return abandoned;
}

async function isOwnDirectory(path: string): Promise<boolean> {
  try {
    const facts = await lstat(path);
    return facts.isDirectory() && facts.uid === process.getuid?.();
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return false;
    throw error;
  }
}
