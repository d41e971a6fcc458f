import { type MergedCompose, mergeComposes } from "@debootc/core/compose/merge-composes";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { realpath } from "node:fs/promises";
import { readCompose } from "../composed/read-compose.ts";

/** Reads compose directories, each with some legs of one compose, as that compose. Throws `legs-unfit`, `usage`. */
export async function readParts(places: readonly string[]): Promise<MergedCompose> {
  const parts = [];
  for (const place of places) {
    const directory = await realpath(place).catch(() => undefined);
    const found = directory === undefined ? undefined : await readCompose(directory);
    if (found?.compose === undefined) {
      const state = found === undefined ? "is no compose" : `is ${found.status}, not finished`;
      throw new DebootcError("usage", `${place} ${state}`, {
        hint: "Give the directories of finished composes, each with some legs.",
      });
    }
    parts.push({ place, record: found.compose });
  }
  return mergeComposes(parts);
}
