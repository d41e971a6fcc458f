import type { CallGitHub } from "../../../orchestrator-app/src/github/call.ts";

const sha = "a".repeat(40);

/** Returns a GitHub that has dispatched runs of 250 jobs, all of them queued, and registers every runner at once. */
export function answeringGitHub(tasks: number): CallGitHub {
  return async ({ path }) => {
    const [, run = "0"] = /\/runs\/([0-9]+)/.exec(path) ?? [];
    const bytes = Buffer.from(JSON.stringify(answerOf(path, Number(run), tasks)));
    return { status: 200, headers: new Headers(), bytes };
  };
}

let runners = 0;

function answerOf(path: string, run: number, tasks: number): object {
  if (path.endsWith("/generate-jitconfig")) {
    return { runner: { id: ++runners }, encoded_jit_config: "eyJub3QiOiJhIHNlY3JldCJ9" };
  }
  if (path.includes("/jobs")) {
    const page = Number(/[?&]page=([0-9]+)/.exec(path)?.[1] ?? 1);
    const first = (run - 1001) * 250;
    const from = first + (page - 1) * 100 + 1;
    const to = Math.min(first + 250, first + page * 100, tasks);
    const jobs = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => jobOf(from + index, run));
    return { jobs };
  }
  return {
    ...{ id: run, event: "workflow_dispatch", path: ".github/workflows/debootc.yml", head_branch: "main" },
    ...{ head_sha: sha, actor: { login: "debootc[bot]" }, repository: { id: 1 }, head_repository: { id: 1 } },
  };
}

function jobOf(id: number, run: number): object {
  return {
    ...{ id, run_id: run, name: `v${id}`, head_sha: sha, labels: [`debootc-t-${id}-1-bench`] },
    ...{ status: "queued", conclusion: null, runner_name: null },
  };
}
