import type { ComposeRecord } from "@debootc/core/compose/compose-record";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { legLabel } from "@debootc/core/compose/leg-name";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { NamedPlace } from "@debootc/core/request/fields/named-place";
import { nativeArchitecture } from "@debootc/tools/native-architecture";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { chooseLeg, legsIn } from "./choose-leg.ts";
import { readCompose } from "./read-compose.ts";

/**
 * Finds a leg of a finished compose. The compose is named by its directory, its ID in the output directory, or `latest`;
 * if it has several variants, the name goes on with the one that is meant, and an architecture if there is more than
 * this machine's: `latest/server`, `latest/server/arm64`. Throws `usage`.
 */
export async function findCompose(
  named: NamedPlace,
  outputDir: string,
): Promise<{ readonly directory: string; readonly result: LegOfCompose }> {
  const native = await nativeArchitecture();
  const { directory, compose, chosen } = await findInCompose(
    named,
    outputDir,
    (compose, leg) => chooseLeg(compose, leg) ?? chooseLeg(compose, leg, native),
  );
  const label = compose.legs.length === 1 ? "" : legLabel(chosen);
  return { directory, result: { ...chosen, composeId: compose.composeId, directory, label } };
}

interface Found<Chosen> {
  readonly directory: string;
  readonly compose: ComposeRecord;
  readonly chosen: Chosen;
}

/**
 * Finds a part of a finished compose that is named as in `findCompose`; `choose` returns what the words after the name of
 * the compose mean, and undefined if they say too little. Throws `usage`.
 */
export async function findInCompose<Chosen>(
  named: NamedPlace,
  outputDir: string,
  choose: (compose: ComposeRecord, words: string) => Chosen | undefined,
): Promise<Found<Chosen>> {
  const { given } = named;
  for (const { path, name, leg } of candidates(named, outputDir)) {
    const directory = await realpath(path).catch(() => undefined);
    const found = directory === undefined ? undefined : await readCompose(directory);
    if (directory === undefined || found === undefined) continue;
    if (found.compose === undefined) {
      throw new DebootcError("usage", `the compose ${name} ${found.flaw}`, {
        hint: "Compose it again, or name another one.",
      });
    }
    const chosen = choose(found.compose, leg);
    if (chosen !== undefined) return { directory, compose: found.compose, chosen };
    const several = leg === "" ? "has several variants" : `has no ${leg}, or several of it`;
    throw new DebootcError("usage", `the compose ${name} ${several}`, {
      hint: `Name one of its parts: ${legsIn(found.compose, name)}.`,
    });
  }
  throw new DebootcError(
    "usage",
    `no finished compose "${given}", neither as a directory nor in ${outputDir}`,
    {
      hint: "Give a compose directory, its ID, or latest. --output-dir says where composes are kept.",
    },
  );
}

/** All that a name may mean: a compose, and with one or two more words a leg of it. */
function candidates({ given, path }: NamedPlace, outputDir: string) {
  const words = given.replace(/\/+$/, "").split("/");
  // In its directory, a leg is below `compose`.
  const isDirectory = words.at(-3) === "compose";
  return [0, 1, 2, ...(isDirectory ? [3] : [])].flatMap((more) => {
    if (words.length <= more) return [];
    const name = words.slice(0, words.length - more).join("/");
    const leg = more === 0 ? "" : words.slice(-Math.min(more, 2)).join("/");
    return [join(path, "../".repeat(more)), join(outputDir, name)].map((place) => ({
      path: place,
      name,
      leg,
    }));
  });
}
