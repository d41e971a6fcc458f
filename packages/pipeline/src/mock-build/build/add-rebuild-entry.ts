import { binaryRebuildEntry } from "@debootc/core/mock-build/binary-rebuild";
import { parseChangelog } from "@debootc/core/source-package/changelog";
import { plainPath } from "@debootc/tools/files/plain-path";
import { writeFile } from "node:fs/promises";
import * as z from "zod";
import { readSmallFile } from "../source/read-small-file.ts";

export const rebuildSchema = z.strictObject({
  number: z.int().min(1),
  message: z.string(),
  /** Suite for which the packages are built. */
  distribution: z.string(),
  /** Seconds since 1970; the date of the previous entry if absent. */
  date: z.int().optional(),
  /** The author of the previous entry if absent. */
  maintainer: z.string().optional(),
});

/** Far longer than Debian's longest changelog. */
const largest = 64 * 1024 * 1024;

/**
 * Puts the entry of a binary rebuild before all others in the changelog of an unpacked tree. Nothing may run in the
 * root meanwhile. Throws `source-invalid`, and `package-broken` if a link is on the way.
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
