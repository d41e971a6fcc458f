import type { App } from "../state/app.ts";
import { stamp } from "../clock/clock.ts";
import type { CheckRun, CheckSuite } from "../state/check.ts";
import { fullName, type Repository } from "../state/repository.ts";
import { appShape } from "./app-shape.ts";
import { simpleCommitShape } from "./commit-shape.ts";
import { nodeId } from "./node-id.ts";
import { minimalRepositoryShape, repositoryUrl } from "./repository-shape.ts";
import type { Urls } from "./user-shape.ts";

/** Returns a check run as answers have it (`check-run`). */
export function checkRunShape(urls: Urls, repository: Repository, check: CheckRun, app: App) {
  const url = `${repositoryUrl(urls, repository)}/check-runs/${check.id}`;
  const page = `${urls.html}/${fullName(repository)}/runs/${check.id}`;
  return {
    id: check.id,
    name: check.name,
    node_id: nodeId("CR", check.id),
    head_sha: check.headSha,
    external_id: check.externalId,
    url,
    html_url: page,
    details_url: check.detailsUrl ?? page,
    status: check.status,
    conclusion: check.conclusion,
    started_at: check.startedAt,
    completed_at: check.completedAt,
    output: {
      title: check.title,
      summary: check.summary,
      text: check.text,
      annotations_count: check.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: check.suiteId },
    app: appShape(urls, app),
    pull_requests: pullsAt(urls, repository, check.headSha),
  };
}

/** Returns a check run as payloads have it, with its suite. */
export function checkRunPayload(urls: Urls, repository: Repository, check: CheckRun, app: App) {
  const suite = repository.checkSuites.get(check.suiteId);
  const shape = checkRunShape(urls, repository, check, app);
  return suite === undefined
    ? shape
    : { ...shape, check_suite: checkSuiteShape(urls, repository, suite, app) };
}

/** Returns a check suite; what it came to follows from its check runs. */
export function checkSuiteShape(urls: Urls, repository: Repository, suite: CheckSuite, app: App) {
  const url = `${repositoryUrl(urls, repository)}/check-suites/${suite.id}`;
  const checks = [...repository.checkRuns.values()].filter(({ suiteId }) => suiteId === suite.id);
  const commit = repository.commits.get(suite.headSha);
  const isDone = checks.length > 0 && checks.every(({ status }) => status === "completed");
  const failed = checks.find(({ conclusion }) => conclusion !== "success");
  return {
    id: suite.id,
    node_id: nodeId("CS", suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: isDone ? "completed" : "queued",
    conclusion: isDone ? (failed?.conclusion ?? "success") : null,
    url,
    before: commit?.parents[0] ?? null,
    after: suite.headSha,
    pull_requests: pullsAt(urls, repository, suite.headSha),
    app: appShape(urls, app),
    created_at: stamp(suite.createdAt),
    updated_at: stamp(suite.updatedAt),
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: checks.length,
    check_runs_url: `${url}/check-runs`,
    head_commit: commit === undefined ? null : simpleCommitShape(commit),
    repository: minimalRepositoryShape(urls, repository),
  };
}

/** A pull request of a fork is not named, as on GitHub. */
function pullsAt(urls: Urls, repository: Repository, sha: string) {
  const url = repositoryUrl(urls, repository);
  const repo = { id: repository.id, url, name: repository.name };
  return [...repository.pulls.values()]
    .filter(
      ({ headSha, headRepository, state }) =>
        headSha === sha && headRepository === repository && state === "open",
    )
    .map(({ id, number, headBranch, headSha, base, baseSha }) => ({
      id,
      number,
      url: `${url}/pulls/${number}`,
      head: { ref: headBranch, sha: headSha, repo },
      base: { ref: base, sha: baseSha, repo },
    }));
}
