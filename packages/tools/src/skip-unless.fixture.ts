/** Returns whether tests have to be skipped, and says why on standard error if so. */
export function skipUnless(isPossible: boolean, reason: string): boolean {
  if (!isPossible) process.stderr.write(`tests are skipped: ${reason}\n`);
  return !isPossible;
}
