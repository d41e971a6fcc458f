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
 * Writes SHA256SUMS of the metadata, of what variants have for all their legs, and of all files of the legs but for their
 * repositories: those say themselves what belongs in them, and a signature is another one each time. What a leg that failed
 * has left is no part of the compose.
 */
export async function writeChecksums({ top, metadata, legs }: Summed): Promise<void> {
  const known = new Map<string, Digest>();
  const paths = await filesIn(metadata);
  for (const { image, commit, files, disks = [] } of legs) {
    const base = dirname(image.layout);
    for (const [name, digest] of Object.entries(files)) known.set(join(base, name), digest);
    for (const { file, digest } of disks) known.set(join(base, "images", file), digest);
    paths.push(...(await filesIn(base, (path) => path === commit.repo)));
  }
  for (const variant of new Set(legs.map((leg) => join(top, leg.variant))))
    paths.push(...(await filesIn(variant, () => true)));
  const digests = new Map<string, Digest>();
  for (const path of paths)
    digests.set(relative(top, path).replaceAll(sep, "/"), known.get(path) ?? (await digestOfFile(path)));
  await writeFile(join(top, checksumsFile), checksumsText(digests));
}

/** Lists the files of a directory, and those of the directories in it that are not left out. */
async function filesIn(
  directory: string,
  isLeftOut: (path: string) => boolean = () => false,
): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && !isLeftOut(path)) found.push(...(await filesIn(path, isLeftOut)));
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
