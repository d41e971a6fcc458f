/** Finished steps beyond this go at the end of a run that made some, the least recently used first. */
export const cacheLimitBytes = 20 * 1024 ** 3;
