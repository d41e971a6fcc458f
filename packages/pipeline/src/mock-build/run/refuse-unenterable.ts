import { DebootcError } from "@debootc/core/error/debootc-error";
import { kindOf } from "../../worker/privilege-kind.ts";
import type { Privilege } from "../../worker/run-privileged.ts";

/**
 * Throws `isolation-unavailable` where a chroot would be made in a user namespace: it is entered by root of the machine, who
 * could do nothing with the owners that files have there. `what` begins the message: `--keep-failed keeps`.
 */
export function refuseUnenterable(privilege: Privilege, what: string, without = ""): void {
  if (kindOf(privilege) !== "user-namespace") return;
  throw new DebootcError(
    "isolation-unavailable",
    `${what} a chroot that only root can enter, and this user has no right to more than a user namespace`,
    { hint: `Run it as root, or with sudo that asks for no password${without}.` },
  );
}
