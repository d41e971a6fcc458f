/** Whether a line is systemd's moving picture of what it waits for, redrawn twice a second. */
export function isWaitingAnimation(line: string): boolean {
  return /^\[[ *]{3,6}\] /.test(line);
}

/** Whether a line is systemd's word that something did not start. */
export function isFailureLine(line: string): boolean {
  return /^\[(?:FAILED|DEPEND| TIME )\]/.test(line);
}
