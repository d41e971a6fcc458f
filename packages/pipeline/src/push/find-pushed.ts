import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import type { ComposeRecord } from "@debootc/core/compose/compose-record";
import type { NamedPlace } from "@debootc/core/request/fields/named-place";
import { join } from "node:path";
import { imageIndexFile } from "../compose/run/write-image-indexes.ts";
import { findInCompose } from "../composed/find-compose.ts";

/** Is what a name means to a push: a leg, or all legs of a variant. */
export interface FoundPush {
  readonly directory: string;
  readonly composeId: string;
  readonly legs: readonly ComposedLeg[];
  /** The index of all of them; absent for a single leg. */
  readonly indexFile?: string;
  /** Architectures of the variant that the compose file has, but not the compose. */
  readonly missing: readonly string[];
}

/** Finds what is to be pushed: of a variant without an architecture, all that the compose has of it. Throws `usage`. */
export async function findPushed(named: NamedPlace, outputDir: string): Promise<FoundPush> {
  const { directory, compose, chosen } = await findInCompose(named, outputDir, legsNamed);
  const [first] = chosen.legs;
  const isWhole = chosen.isWhole && first !== undefined;
  return {
    directory,
    composeId: compose.composeId,
    legs: chosen.legs,
    ...(isWhole && chosen.legs.length > 1
      ? { indexFile: join(directory, "compose", first.variant, imageIndexFile) }
      : {}),
    missing: isWhole ? missingOf(compose, chosen.legs) : [],
  };
}

interface NamedLegs {
  readonly legs: readonly ComposedLeg[];
  /** Whether the name means a whole variant. */
  readonly isWhole: boolean;
}

/** Returns the legs that `edge` or `edge/arm64` means; nothing means the only variant. Undefined for several variants. */
export function legsNamed({ legs }: Pick<ComposeRecord, "legs">, name: string): NamedLegs | undefined {
  const [variant = "", architecture] = name === "" ? [] : name.split("/");
  const named = legs.filter(
    (leg) =>
      (variant === "" || leg.variant === variant) &&
      (architecture === undefined || leg.architecture === architecture),
  );
  const variants = new Set(named.map((leg) => leg.variant));
  return variants.size === 1 ? { legs: named, isWhole: architecture === undefined } : undefined;
}

function missingOf({ expected }: ComposeRecord, legs: readonly ComposedLeg[]): string[] {
  const variant = legs[0]?.variant;
  return expected
    .filter((leg) => leg.variant === variant)
    .map(({ architecture }) => architecture)
    .filter((architecture) => !legs.some((leg) => leg.architecture === architecture));
}
