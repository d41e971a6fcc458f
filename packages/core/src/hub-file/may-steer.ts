import { type Permission, permissions } from "./schema/permission.ts";

interface Steering {
  readonly permission: Permission;
  readonly logins: readonly string[];
}

/** Returns whether an account may steer runs, and why not. GitHub tells logins apart without regard to case. */
export function maySteer(
  { permission, logins }: Steering,
  actor: { readonly login: string; readonly permission: Permission | "none" },
): { readonly may: true } | { readonly may: false; readonly why: string } {
  if (logins.some((login) => login.toLowerCase() === actor.login.toLowerCase())) return { may: true };
  const has = permissions.findIndex((one) => one === actor.permission);
  if (has >= permissions.indexOf(permission)) return { may: true };
  return {
    may: false,
    why: `${actor.login} has the permission ${actor.permission} here, and ${permission} is needed`,
  };
}
