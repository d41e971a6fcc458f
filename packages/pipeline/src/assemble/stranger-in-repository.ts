import { quoted } from "@debootc/core/text/quoted";
import { isThere } from "@debootc/tools/files/paths";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

const object = /^objects\/[0-9a-f]{2}\/[0-9a-f]{62}\.(?:commit|commitmeta|dirtree|dirmeta|filez)$/;

/** What `ostree init` writes. Other settings let ostree read elsewhere, such as `parent`, or take less care. */
const settings = /^(?:\[core\]|repo_version=1|mode=archive(?:-z2)?|indexed-deltas=true)$/;

/**
 * Returns what an archive repository has that ostree does not make for a commit with one ref, in words. It comes from
 * another machine: ostree must not read its configuration before this has found nothing.
 */
export async function strangerInRepository(repo: string, ref: string): Promise<string | undefined> {
  const known = new Set([".lock", ".debootc-lock", "config", "summary", "summary.sig", `refs/heads/${ref}`]);
  if (!(await isThere(repo))) return "it has no repository";
  const entries = await readdir(repo, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(repo, join(entry.parentPath, entry.name)));
  const more = files.find((name) => !known.has(name) && !object.test(name));
  if (more !== undefined) return `its repository has ${more}, which is not in it`;
  const config = await readFile(join(repo, "config"), "utf8").catch(() => undefined);
  if (config === undefined) return "its repository has no config";
  const strange = config.split("\n").find((line) => line !== "" && !settings.test(line));
  return strange === undefined ? undefined : `its repository has the setting ${quoted(strange)}`;
}
