/** Checks whether a line is systemd's animation of what it waits for, which it redraws twice a second. */
export function isWaitingAnimation(line: string): boolean {
  return /^\[[ *]{3,6}\] /.test(line);
}

/** Checks whether a line is systemd's report that something did not start. */
export function isFailureLine(line: string): boolean {
  return /^\[(?:FAILED|DEPEND| TIME )\]/.test(line);
}
