import type { LegChoice } from "@debootc/core/compose/chosen-legs";
import { type MergedCompose, mergeComposes } from "@debootc/core/compose/merge-composes";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { namesIn } from "@debootc/tools/files/paths";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { readCompose } from "../composed/read-compose.ts";

/** Reads compose directories, each with some legs of one compose, as that compose. Throws `legs-unfit`, `usage`. */
export async function readParts(places: readonly string[], wanted: LegChoice): Promise<MergedCompose> {
  const parts = [];
  for (const place of places) {
    const directory = await realpath(place).catch(() => undefined);
    const found = directory === undefined ? undefined : await readCompose(directory);
    if (found?.compose === undefined) {
      const state =
        found === undefined || directory === undefined
          ? "is not a compose"
          : `${found.flaw}: ${await legsBegunIn(directory)}`;
      throw new DebootcError("usage", `${place} ${state}`, {
        hint: "Give the directories of finished composes, each with some legs; compose or fetch again what is not.",
      });
    }
    parts.push({ place, record: found.compose });
  }
  return mergeComposes(parts, wanted);
}

/** Says which legs a compose has begun, for whoever looks for one that is not there. */
async function legsBegunIn(directory: string): Promise<string> {
  const top = join(directory, "compose");
  const variants = (await namesIn(top)).filter((name) => name !== "metadata");
  const legs = await Promise.all(
    variants.map(async (variant) => (await namesIn(join(top, variant))).map((arch) => `${variant}/${arch}`)),
  );
  return `it begins ${legs.flat().sort().join(", ") || "no leg"}, and publishes nothing`;
}
