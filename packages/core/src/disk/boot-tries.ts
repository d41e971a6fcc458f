/** Limits how often a new deployment is tried before the previous one is booted again. */
export const mostBootTries = 9;

/** Is how often a new deployment is tried unless the treefile says otherwise. */
export const defaultBootTries = 3;
