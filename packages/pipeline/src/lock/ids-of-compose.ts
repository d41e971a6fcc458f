import { legText } from "@debootc/core/compose/leg-name";
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
  const { result } = await findCompose(variant === undefined ? named : legIn(named, wanted), outputDir);
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

function legIn({ given, path }: NamedPlace, { variant = "", architecture }: WantedIds): NamedPlace {
  const name = legText({ variant, architecture });
  return { given: `${given.replace(/\/+$/, "")}/${name}`, path: placeIn(path, name).path };
}
