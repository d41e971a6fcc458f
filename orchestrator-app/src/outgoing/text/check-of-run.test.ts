import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Failure, RunRow } from "../../database/tables.ts";
import { checkOfRun } from "./check-of-run.ts";
import { checkOfTask } from "./check-of-task.ts";
import { commentOfRun } from "./comment-of-run.ts";
import type { RunView, TaskView } from "./run-view.ts";

const at = new Date("2026-11-30T12:00:00Z");

const run: RunRow = {
  ...{ id: 3, repository_id: 1, cause_key: "x", cause: "push", state: "FAILED", reason: null, priority: 0 },
  ...{ ref: "refs/heads/main", sha: "a".repeat(40), config_sha: "a".repeat(40), pull_request: 5 },
  ...{ is_fork: false, approved_sha: null, actor: "ada", compose_id: "os-13-20261130.0" },
  ...{ compose_timestamp: 1, workflow: "debootc.yml", failure: null, check_run_id: null, due_at: at },
  ...{ attempts: 0, lease_until: null, created_at: at, finished_at: at, choice: null, on_fleet: false },
};

function taskView(name: string, failure: Failure | null): TaskView {
  return {
    task: {
      ...{ id: 1, run_id: 3, position: 0, kind: "leg", name, variant: "a", arch: "amd64", runs_on: ["x"] },
      ...{ required: true, state: failure === null ? "COMPLETED" : "FAILED", attempt: 1, max_attempts: 3 },
      ...{ timeout_seconds: 60, due_at: at, since: at, failure, check_run_id: null, on_fleet: false },
    },
    attempts: [
      {
        ...{ label: "l", task_id: 1, number: 1, dispatch_id: "3-w", github_job_id: 8, runner: "r" },
        ...{ assigned_at: at, started_at: at, ended_at: new Date(at.getTime() + 65_000), failure },
        ...{ github_run_id: 7, place_after: null },
      },
    ],
  };
}

const view = (tasks: readonly TaskView[]): RunView => ({
  ...{ run, repository: "acme/os", htmlUrl: "https://github.example", tasks },
});

describe("a run on GitHub", () => {
  test("is a table of its tasks with cause and link", () => {
    const failure: Failure = { code: "build-failed", class: "package", message: "it does not build" };
    const check = checkOfRun(view([taskView("server/amd64", failure)]));

    expect(check).toMatchObject({ externalId: "run:3", conclusion: "failure" });
    expect(check.title).toBe("failed: 0 of 1 tasks completed, 1 failed");
    expect(check.summary).toContain(
      "| `server/amd64` | [failed](https://github.example/acme/os/actions/runs/7/job/8) | 1 of 3 | 1 min 05 s | `it does not build` |",
    );
  });

  test("links to the release that it has ended in", () => {
    const { task } = taskView("release", null);
    const released = { task: { ...task, kind: "release" as const }, attempts: [] };
    const page = "https://github.example/acme/os/releases/tag/v1";
    const { summary } = checkOfRun({ ...view([released]), releasePage: page });
    expect(summary).toContain(`[completed](${page})`);
    expect(checkOfTask({ ...view([]), releasePage: page }, released)).toMatchObject({ detailsUrl: page });
  });

  test("shows what others wrote as code that nothing can end", () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom("`</code><img src=x>`", "a|b\n|c", "@everyone", "[x](javascript:1)", "```\n# h"),
    );
    fc.assert(
      fc.property(hostile, hostile, (name, message) => {
        const failure: Failure = { code: "x", class: "package", message, hint: message };
        const body = commentOfRun(view([taskView(name, failure)]));
        const row = body.split("\n").find((line) => line.includes("1 of 3")) ?? "";
        // The cells are what they are without the text: no bar, no line and no backquote of it gets through.
        const cells = row.replaceAll("\\|", "").split("|");
        expect(cells).toHaveLength(7);
        for (const index of [1, 5]) expect(cells[index]?.trim()).toMatch(/^(?:`[^`\n]*`)?$/);
      }),
    );
  });

  test("of a task that failed, shows the end of its log, which stays a block of code whatever is in it", () => {
    const failure: Failure = { code: "build-failed", class: "package", message: "it does not build" };
    const lines = ["E: cannot build", "```` </details> @everyone", "x".repeat(1000)];
    const { summary } = checkOfTask(view([]), { ...taskView("server/amd64", failure), lastLines: lines });
    expect(summary).toContain("\n`````text\nE: cannot build\n```` </details> @everyone\nxxx");
    expect(summary).toMatch(/x…\n`````\n\nAll of it: `debootc orchestrator logs 1`$/);
    expect(checkOfTask(view([]), taskView("server/amd64", failure)).summary).not.toContain("log");
  });

  test("fits into what GitHub takes, however many tasks there are", () => {
    const tasks = Array.from({ length: 2000 }, (_, index) =>
      taskView(`${"v".repeat(80)}${index}/amd64`, null),
    );
    const { summary } = checkOfRun(view(tasks));
    expect(summary.length).toBeLessThan(65_535);
    expect(summary).toMatch(/\d+ more lines$/);
  });
});
