/** Lists the permissions on a repository that GitHub knows, the least first. */
export const permissions = ["read", "triage", "write", "maintain", "admin"] as const;
export type Permission = (typeof permissions)[number];
