import { DebootcError } from "@debootc/core/error/debootc-error";

/** Returns the number at the end of the key of a row: 12 of `check-task:12`. */
export function numberIn(key: string): number {
  const [, digits] = /:([0-9]{1,15})$/.exec(key) ?? [];
  if (digits === undefined) throw new DebootcError("internal-fault", `the key ${key} has no number`);
  return Number(digits);
}
