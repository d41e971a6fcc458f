/** Lists who has to act when something fails, which decides retries in the hub and the wording on screen. */
export const failureClasses = [
  "package",
  "dependency",
  "infrastructure",
  "configuration",
  "policy",
  "time-out",
  "cancelled",
  "fault",
] as const;
export type FailureClass = (typeof failureClasses)[number];
