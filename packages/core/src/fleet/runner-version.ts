import type { HostReport } from "./host-report.ts";

/**
 * Holds what is known of GitHub's official runner, as of the day given. GitHub refuses to register what is older than
 * `oldest`, and gives no job to a runner that was not updated within a month of a newer release.
 */
export const officialRunner = {
  asOf: "2026-11-30",
  oldest: "2.329.0",
  refusedSince: "2026-03-16",
  newest: "2.336.0",
  newestSince: "2026-08-17",
  daysToUpdate: 30,
} as const;

/** Returns what is wrong with the version of a host's runner; nothing if GitHub takes it. */
export function runnerWarning({ kind, version }: HostReport["runner"]): string | undefined {
  if (kind !== "official") return undefined;
  if (!/^[0-9]+\.[0-9]+\.[0-9]+$/.test(version)) {
    return `the version of its runner cannot be read: ${version}`;
  }
  const { oldest, refusedSince, newest, newestSince, daysToUpdate } = officialRunner;
  if (isBefore(version, oldest)) {
    return `GitHub refuses runner ${version} since ${refusedSince}: it wants ${oldest} or newer, such as ${newest}`;
  }
  if (!isBefore(version, newest)) return undefined;
  return `GitHub will soon refuse runner ${version}: ${newest} is there since ${newestSince}, and runners have ${daysToUpdate} days to follow`;
}

function isBefore(one: string, other: string): boolean {
  const [a, b] = [one, other].map((version) => version.split(".").map(Number));
  for (const [index, number] of (a ?? []).entries()) {
    const differs = number - (b?.[index] ?? 0);
    if (differs !== 0) return differs < 0;
  }
  return false;
}
