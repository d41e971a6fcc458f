import type { TreeEntry } from "@debootc/core/tree/tree-entry";
import { parseTreeListing } from "@debootc/core/tree/tree-listing";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** All entries of a listing on disk. */
export async function readTreeListing(file: string): Promise<TreeEntry[]> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  return Array.fromAsync(parseTreeListing(lines, file));
}
