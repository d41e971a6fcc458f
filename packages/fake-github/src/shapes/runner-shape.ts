import type { Runner } from "../state/runner.ts";

/** Returns a runner of a repository. */
export function runnerShape(runner: Runner) {
  return {
    id: runner.id,
    runner_group_id: runner.groupId,
    name: runner.name,
    os: runner.online ? "linux" : "unknown",
    status: runner.online ? "online" : "offline",
    busy: runner.jobId !== undefined,
    ephemeral: true,
    labels: runner.labels.map((name, index) => ({ id: index + 1, name, type: "custom" })),
  };
}
