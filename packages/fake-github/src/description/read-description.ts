import { readFileSync } from "node:fs";
import type { Description } from "./description.ts";

let known: Description | undefined;

/** Reads the pruned description that comes with this package, once for a process. */
export function readDescription(): Description {
  known ??= JSON.parse(
    readFileSync(new URL("../../data/github.json", import.meta.url), "utf8"),
  ) as Description;
  return known;
}
