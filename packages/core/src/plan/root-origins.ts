import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";
import { originSchema } from "../document/origin.ts";
import type { ResolvedTreefile } from "../treefile/resolved-treefile.ts";

type OriginIn<Value> =
  NonNullable<Value> extends readonly (infer Item)[]
    ? Item extends { readonly origin: infer Place }
      ? readonly Place[]
      : never
    : NonNullable<Value> extends { readonly origin: infer Place }
      ? Place
      : never;

/** Holds the places of a treefile's values by key: one for a value, and for a list one for each item. */
export type RootOrigins = {
  readonly [Key in keyof ResolvedTreefile as OriginIn<ResolvedTreefile[Key]> extends never
    ? never
    : Key]: OriginIn<ResolvedTreefile[Key]>;
};

const placeSchema = z.union([originSchema, z.string()]);
export const rootOriginsSchema = z.record(
  z.string(),
  z.union([placeSchema, z.array(placeSchema)]),
) as z.ZodType as z.ZodType<RootOrigins>;

/** Returns the places of a treefile's values, for messages about a root that is built from its plan. */
export function rootOriginsOf(treefile: ResolvedTreefile): RootOrigins {
  return Object.fromEntries(
    Object.entries(treefile).flatMap(([key, value]) => {
      const origins = [value].flat().flatMap((one) => originIn(one) ?? []);
      if (origins.length === 0 && !(Array.isArray(value) && value.length === 0)) return [];
      return [[key, Array.isArray(value) ? origins : origins[0]]];
    }),
  ) as RootOrigins;
}

function originIn(value: unknown): unknown {
  return typeof value === "object" && value !== null && "origin" in value ? value.origin : undefined;
}

/** Joins values of a plan with their places. */
export function placed<Value extends object, Place>(
  values: readonly Value[],
  origins: readonly Place[] = [],
): (Value & { readonly origin: Place })[] {
  return values.map((value, index) => {
    const origin = origins[index];
    if (origin === undefined)
      throw new DebootcError("internal-fault", "a value of the plan of a root has no place in a treefile");
    return { ...value, origin };
  });
}
