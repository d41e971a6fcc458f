import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { DebootcError } from "@debootc/core/error/debootc-error";

/** Refuses two composes when a host of the one cannot be upgraded to the other. Throws `usage`. */
export function refuseNoUpgrade(from: LegOfCompose, to: LegOfCompose): void {
  const refuse = (message: string, hint: string) => new DebootcError("usage", message, { hint });
  if (from.commit.checksum === to.commit.checksum) {
    throw refuse(
      `${from.composeId} and ${to.composeId} have the same commit, so there is nothing to upgrade`,
      "Name an earlier compose whose tree differs.",
    );
  }
  if (from.ref !== to.ref) {
    throw refuse(
      `${from.composeId} follows ${from.ref}, but ${to.composeId} is of ${to.ref}`,
      "A host is upgraded along one ref: name two composes of the same one.",
    );
  }
  if (from.timestamp > to.timestamp) {
    throw refuse(
      `${from.composeId} is newer (${from.timestamp}) than ${to.composeId} (${to.timestamp})`,
      "ostree refuses to go back in time: give the earlier compose with --upgrade-from.",
    );
  }
}
