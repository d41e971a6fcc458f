import { readFileSync } from "node:fs";
import type { Description } from "./description.ts";

/** Reads the pruned description that comes with this package. */
export function readDescription(): Description {
  return JSON.parse(readFileSync(new URL("../../data/github.json", import.meta.url), "utf8"));
}
