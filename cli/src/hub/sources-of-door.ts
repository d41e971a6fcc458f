import { DebootcError } from "@debootc/core/error/debootc-error";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Finds the sources of another door, which are above this file, and above the bundle that it may be a part of. */
export function sourcesOfDoor(door: "orchestrator-app" | "runner-agent"): string {
  for (let directory = import.meta.dirname; ; directory = dirname(directory)) {
    const sources = join(directory, door, "src");
    if (existsSync(join(sources, "main.ts"))) return sources;
    if (directory === dirname(directory)) break;
  }
  throw new DebootcError("tool-missing", `this debootc has no ${door} next to it`, {
    hint: `Run bin/debootc of a checkout, which contains ${door}.`,
  });
}
