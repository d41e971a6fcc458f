/** Limits the finished steps: a run that made some removes the least recently used ones beyond this at its end. */
export const cacheLimitBytes = 20 * 1024 ** 3;
