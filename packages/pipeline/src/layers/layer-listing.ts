import { join } from "node:path";

/** Returns the path of a layer's listing in the directory of a layer plan; layers count from 0. */
export function layerListing(directory: string, index: number): string {
  return join(directory, `layer-${String(index).padStart(3, "0")}.jsonl`);
}
