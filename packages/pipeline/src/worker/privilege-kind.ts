import type { Isolation } from "@debootc/core/event/build-facts";
import { inUserNamespace } from "@debootc/tools/sandbox/user-namespace";

export type PrivilegeKind = Isolation["privilege"];

/** Of `Privilege`, which says more. */
interface Rights {
  readonly isRoot: boolean;
  readonly userNamespace?: boolean;
}

/** How the worker comes to its rights. */
export function kindOf({ isRoot, userNamespace = false }: Rights): PrivilegeKind {
  if (isRoot) return "root";
  return userNamespace ? "user-namespace" : "sudo";
}

/** Words before a command that give it those rights. */
export const becomeRoot: Readonly<Record<PrivilegeKind, readonly string[]>> = {
  root: [],
  sudo: ["sudo", "--"],
  "user-namespace": inUserNamespace,
};

/** The user as the worker sees them: root of their own user namespace is the user outside of it. */
export function ownerFor(
  privilege: Rights & { readonly owner: { readonly uid: number; readonly gid: number } },
): { readonly uid: number; readonly gid: number } {
  return kindOf(privilege) === "user-namespace" ? { uid: 0, gid: 0 } : privilege.owner;
}
