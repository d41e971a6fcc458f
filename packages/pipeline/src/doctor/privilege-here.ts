import { DebootcError } from "@debootc/core/error/debootc-error";
import { choosePrivilege } from "../worker/choose-privilege.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import type { Privilege } from "../worker/run-privileged.ts";

/** Chooses the privilege; if none is to be had, the repairs that need it fail and remain findings that say so. */
export async function privilegeHere(user: Privilege["owner"]): Promise<Privilege> {
  try {
    return await choosePrivilege(user);
  } catch (error) {
    if (error instanceof DebootcError) return privilegeOf(user);
    throw error;
  }
}
