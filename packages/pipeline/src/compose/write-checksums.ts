import { checksumsFile, checksumsText } from "@debootc/core/compose/checksums";
import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import { type Digest, digestSchema } from "@debootc/core/record/digest";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { readdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

interface Summed {
  /** The directory `compose` of the compose. */
  readonly top: string;
  readonly metadata: string;
  readonly legs: readonly ComposedLeg[];
}

/**
 * Writes SHA256SUMS of the metadata, of what a variant has for all its legs, and of all files of the legs, but for their repositories: those say themselves what belongs
 * in them, and a signature is another one each time. What a leg that failed has left is no part of the compose.
 */
export async function writeChecksums({ top, metadata, legs }: Summed): Promise<void> {
  const digests = new Map<string, Digest>();
  const below = (path: string) => relative(top, path).replaceAll(sep, "/");
  for (const path of await filesBelow(metadata)) digests.set(below(path), await digestOfFile(path));
  for (const variant of new Set(legs.map((leg) => leg.variant))) {
    for (const path of await filesIn(join(top, variant))) digests.set(below(path), await digestOfFile(path));
  }
  for (const leg of legs) {
    const base = dirname(leg.image.layout);
    for (const path of await filesBelow(base, leg.commit.repo)) {
      digests.set(below(path), leg.files[relative(base, path)] ?? (await digestOfFile(path)));
    }
  }
  await writeFile(join(top, checksumsFile), checksumsText(digests));
}

/** Lists the files of a directory, and none below it. */
async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => join(directory, name));
}

/** Lists the files of a directory, without what is below `except`. */
async function filesBelow(directory: string, except?: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && path !== except) found.push(...(await filesBelow(path, except)));
    if (entry.isFile()) found.push(path);
  }
  return found;
}

/** Returns the digest of a file. A blob is called by it, and has been compared with it when it came out of the cache. */
async function digestOfFile(path: string): Promise<Digest> {
  const named = digestSchema.safeParse(
    /\/blobs\/sha256\/([0-9a-f]{64})$/.exec(path)?.[1]?.replace(/^/, "sha256:"),
  );
  return named.success ? named.data : (await fileDigest(path)).digest;
}
