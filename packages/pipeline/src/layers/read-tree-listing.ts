import type { TreeEntry } from "@debootc/core/tree/tree-entry";
import { parseTreeListing } from "@debootc/core/tree/tree-listing";
import { createReadStream } from "node:fs";

/** Reads all entries of a listing on disk. */
export async function readTreeListing(file: string): Promise<TreeEntry[]> {
  return Array.fromAsync(parseTreeListing(linesOf(createReadStream(file, "utf8")), file));
}

/** Splits at newlines only: readline also splits at others, such as U+2028, which names may contain. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
