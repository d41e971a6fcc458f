import { DebootcError } from "@debootc/core/error/debootc-error";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Returns a path of the checkout above this file, and above the bundle that it may be a part of. Throws `tool-missing`. */
export function programPath(path: string): string {
  for (let directory = import.meta.dirname; ; directory = dirname(directory)) {
    const found = join(directory, path);
    if (existsSync(found)) return found;
    if (directory === dirname(directory)) break;
  }
  throw new DebootcError("tool-missing", `this debootc has no ${path} next to it`, {
    hint: "Run bin/debootc of a checkout, which has all parts.",
  });
}
