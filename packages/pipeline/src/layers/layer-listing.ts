import { join } from "node:path";

/** The listing of a layer in the directory of a layer plan; layers count from 0. */
export function layerListing(directory: string, index: number): string {
  return join(directory, `layer-${String(index).padStart(3, "0")}.jsonl`);
}
