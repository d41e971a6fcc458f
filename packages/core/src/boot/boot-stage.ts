const stages = [
  { pattern: /\] Linux version /, stage: "starting the kernel" },
  { pattern: /Run \/init as init process/, stage: "starting the initramfs" },
  {
    pattern: /(?:Starting|Reached target) .*(?:initrd-switch-root|Switch Root)/,
    stage: "starting the deployed system",
  },
] as const;

/** What a guest is doing now, when a line of its console tells. */
export function bootStage(line: string): string | undefined {
  return stages.find(({ pattern }) => pattern.test(line))?.stage;
}

/** Whether a line is systemd's moving picture of what it waits for, redrawn twice a second. */
export function isWaitingAnimation(line: string): boolean {
  return /^\[[ *]{3,6}\] /.test(line);
}
