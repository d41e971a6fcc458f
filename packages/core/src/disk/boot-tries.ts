/** Limits how often a new deployment is tried before the previous one is booted again. */
export const mostBootTries = 9;
