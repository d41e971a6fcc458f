const shortest = 500;
const longest = 15_000;

/**
 * Returns how long to wait after so many failures in a row, in milliseconds: longer each time, and not the same for all
 * agents, which would come back at once. `random` is from 0 to 1.
 */
export function retryPause(failures: number, random: number): number {
  const most = Math.min(shortest * 2 ** Math.min(failures, 10), longest);
  return Math.round(most * (0.5 + random / 2));
}
