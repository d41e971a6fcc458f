import { binaryRebuildEntry } from "@debootc/core/mock-build/binary-rebuild";
import { parseChangelog } from "@debootc/core/source-package/changelog";
import { plainPath } from "@debootc/tools/files/plain-path";
import { writeFile } from "node:fs/promises";
import * as z from "zod";
import { readSmallFile } from "../source/read-small-file.ts";

export const rebuildSchema = z.strictObject({
  number: z.int().min(1),
  message: z.string(),
  /** Suite that the packages are for. */
  distribution: z.string(),
  /** Seconds since 1970; the date of the entry before it when absent. */
  date: z.int().optional(),
  /** Whoever wrote the entry before it when absent. */
  maintainer: z.string().optional(),
});

/** Longer than the longest changelog of Debian by far. */
const largest = 64 * 1024 * 1024;

/**
 * Puts the entry of a binary rebuild before all others of an unpacked tree's changelog. Nothing runs in the root
 * meanwhile. Throws `source-invalid`, and `package-broken` where the way there leads over a link.
 */
export async function addRebuildEntry(
  root: string,
  tree: string,
  architecture: string,
  { number, message, distribution, ...given }: z.infer<typeof rebuildSchema>,
): Promise<void> {
  const path = await plainPath(root, `${tree}/debian/changelog`);
  const text = (await readSmallFile(path, largest)).toString();
  const last = parseChangelog(text, "debian/changelog");
  const entry = binaryRebuildEntry({ name: last.source, version: last.version, distribution }, architecture, {
    number,
    message,
    maintainer: given.maintainer ?? last.maintainer,
    date: given.date ?? last.date,
  });
  await writeFile(path, entry + text);
}
