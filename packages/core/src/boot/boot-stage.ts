const stages = [
  { pattern: /\] Linux version /, stage: "starting the kernel" },
  { pattern: /Run \/init as init process/, stage: "starting the initramfs" },
  {
    pattern: /(?:Starting|Reached target) .*(?:initrd-switch-root|Switch Root)/,
    stage: "starting the deployed system",
  },
] as const;

/** Returns what a guest is doing now, if a line of its console shows it. */
export function bootStage(line: string): string | undefined {
  return stages.find(({ pattern }) => pattern.test(line))?.stage;
}
