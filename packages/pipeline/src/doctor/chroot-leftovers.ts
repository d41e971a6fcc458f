import { hasErrno } from "@debootc/tools/errno";
import type { DebootcError } from "@debootc/core/error/debootc-error";
import { join } from "node:path";
import {
  chrootsDirectory,
  lockChroot,
  namesIn,
  readChroot,
  strayDirectories,
} from "../mock-build/chroot-store/chroot-store.ts";
import { type Leftover, leftover } from "./leftover.ts";

/** Lists what crashes left in and next to named chroots. Skips chroots in use, which may be changing right now. */
export async function readChrootStrays(cacheDir: string): Promise<string[]> {
  const top = chrootsDirectory(cacheDir);
  const strays: string[] = [];
  for (const name of await namesIn(top)) {
    const directory = join(top, name);
    try {
      await using _lock = await lockChroot(directory, name);
      strays.push(...(await strayDirectories(directory, await readChroot(directory))));
    } catch (error) {
      if ((error as DebootcError).code === "in-use" || hasErrno(error, "ENOENT", "ENOTDIR")) continue;
      throw error;
    }
  }
  return strays;
}

export function judgeChroots(strays: readonly string[]): Leftover[] {
  return strays.map((path) =>
    leftover(`chroot:${path}`, `part of a chroot ${path}`, "nothing refers to it: a crash left it", {
      do: "remove-tree",
      path,
    }),
  );
}
