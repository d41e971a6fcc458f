/** A new deployment is not tried more often than this before the one before it is booted again. */
export const mostBootTries = 9;
