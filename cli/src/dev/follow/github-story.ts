import type { Report, Reporter } from "@debootc/core/event/event";
import type { Ledger, Release } from "../github/github-control.ts";

/** Tells what is new at GitHub: deliveries, dispatches, runners and what they took, releases. */
export interface GitHubStory {
  readonly tell: (ledger: Ledger, releases: readonly Release[]) => void;
}

/** What leads to runs; the many events of jobs and check runs are seen by what they do. */
const toldEvents = new Set(["push", "pull_request", "issue_comment", "installation", "release", "create"]);

/** Begins a story in which nothing has happened yet. */
export function githubStory(reporterOf: (node: string) => Reporter): GitHubStory {
  const known = new Set<string>();
  const once = (node: string, report: () => Report) => {
    if (known.has(node)) return;
    known.add(node);
    reporterOf(node)(report());
  };
  return {
    tell: (ledger, releases) => {
      for (const { guid, event, action } of ledger.events) {
        if (!toldEvents.has(event)) continue;
        const answered = ledger.attempts.findLast((attempt) => attempt.guid === guid)?.answered;
        if (answered === undefined) continue;
        const title = `${event}${action === null ? "" : ` ${action}`} is delivered`;
        if (answered >= 200 && answered < 300) once(`delivery-${guid}`, () => done("github", title));
        else
          once(`delivery-${guid}-failed`, () => ({
            ...{ type: "node", state: "failed", phase: "github" },
            title: `${event} is not taken: ${answered === 0 ? "no answer" : answered}`,
          }));
      }
      for (const { runId, workflow, ref } of ledger.dispatches)
        once(`dispatch-${runId}`, () => done("dispatch", `${workflow} on ${ref} is workflow run ${runId}`));
      for (const { id, name } of ledger.runners)
        once(`runner-${id}`, () => done("runner", `${name} is registered`));
      for (const { job, runner } of ledger.pairs) {
        const name = ledger.runners.find(({ id }) => id === runner)?.name ?? `runner ${runner}`;
        once(`pair-${job}-${runner}`, () => done("runner", `${name} has job ${job}`));
      }
      for (const release of releases) {
        const { id, tag_name: tag, assets, html_url: path } = release;
        once(`release-${id}`, () => done("release", `${tag} is published with ${assets.length} assets`));
        once(`release-${id}-artifact`, () => ({ type: "artifact", kind: "release", path }));
      }
      for (const violation of ledger.violations)
        once(`violation ${violation}`, () => ({
          type: "diagnostic",
          diagnostic: {
            ...{ severity: "warning", code: "internal-fault" },
            message: `GitHub's stand-in did what GitHub does not: ${violation}`,
          },
        }));
    },
  };
}

function done(phase: string, title: string): Report {
  return { type: "node", state: "finished", phase, title };
}
