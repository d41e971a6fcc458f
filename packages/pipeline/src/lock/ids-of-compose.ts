import { type LegName, legText } from "@debootc/core/compose/leg-name";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockSection } from "@debootc/core/lock/lock";
import { type NamedPlace, placeIn } from "@debootc/core/request/fields/named-place";
import { findCompose } from "../composed/find-compose.ts";
import { readLock } from "../gather/read-lock.ts";

/** Says for which lock the accounts are wanted. */
export interface WantedIds {
  /** Absent for a lone treefile. */
  readonly variant?: string | undefined;
  /** Name of the treefile. */
  readonly treefile: string;
  readonly architecture: string;
}

/**
 * Returns the accounts that a finished compose of the same treefile ended with; of a variant, those of its leg in a compose
 * that is named as a whole. Throws `usage` when it has none.
 */
export async function idsOfCompose(
  named: NamedPlace,
  outputDir: string,
  wanted: WantedIds,
): Promise<NonNullable<LockSection["ids"]>> {
  const { variant, treefile, architecture } = wanted;
  const { result } = await (variant === undefined
    ? findCompose(named, outputDir)
    : findLeg(named, outputDir, { variant, architecture }));
  const refuse = (message: string, hint: string) =>
    new DebootcError("usage", `--ids ${named.given}: ${message}`, { hint });
  if (variant === undefined && result.treefile !== treefile) {
    throw refuse(
      `${result.composeId} is a compose of ${result.treefile}, not of ${treefile}`,
      "Name a compose of the treefile that is locked.",
    );
  }
  const ids = (await readLock(result.lock))?.architectures[architecture]?.ids;
  if (ids !== undefined) return ids;
  throw refuse(
    `the compose ${result.composeId} records no ids for ${architecture}`,
    `Compose the treefile for ${architecture} first.`,
  );
}

async function findLeg(
  { given, path }: NamedPlace,
  outputDir: string,
  leg: LegName,
): ReturnType<typeof findCompose> {
  const name = legText(leg);
  const place = { given: `${given.replace(/\/+$/, "")}/${name}`, path: placeIn(path, name).path };
  try {
    return await findCompose(place, outputDir);
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "usage") throw error;
    throw new DebootcError("usage", `--ids ${given}: ${error.message}`, {
      hint: "Name a finished compose that has all legs to lock, or choose those it has with --variant and --arch.",
      cause: error,
    });
  }
}
