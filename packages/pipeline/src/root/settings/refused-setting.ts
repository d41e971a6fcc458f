import type { Origin } from "@debootc/core/document/origin";
import { DebootcError } from "@debootc/core/error/debootc-error";

/** Holds what a key of the treefile sets, with its place. */
export interface Setting<Value> {
  readonly value: Value;
  readonly origin: Origin;
}

/** Returns the refusal of a setting that the image has nothing for. */
export function refusedSetting(
  key: string,
  origin: Origin,
  words: { readonly message: string; readonly allowed?: string; readonly hint: string },
): DebootcError {
  return new DebootcError("treefile-invalid", `\`${key}\` of the treefile cannot be set`, {
    diagnostics: [{ severity: "error", code: "treefile-invalid", ...origin, key, ...words }],
  });
}
