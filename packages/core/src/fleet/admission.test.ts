import { expect, test } from "vitest";
import { admission, type AdmissionFacts } from "./admission.ts";

const label = "debootc-t-12-1-k3j9x2m4";
const sha = "a".repeat(40);
const githubRun = {
  ...{ id: 9, event: "workflow_dispatch", path: ".github/workflows/debootc.yml", branch: "main", sha },
  ...{ actor: "debootc[bot]", repositoryId: 1, headRepositoryId: 1 },
};
const job = { id: 5, runId: 9, sha, labels: [label], status: "queued" };
const good: AdmissionFacts = {
  label,
  repository: { id: 1, state: "active", defaultBranch: "main" },
  installation: { state: "active" },
  run: { state: "OPEN", sha, isFork: false, approvedSha: null },
  dispatch: { workflow: "debootc.yml", ref: "refs/heads/main", githubRunId: 9 },
  jobId: 5,
  githubRun,
  job,
  appLogin: "debootc[bot]",
};

test("the queued job of the run that was dispatched gets a runner", () => {
  expect(admission(good)).toEqual({ kind: "admitted" });
  expect(admission({ ...good, githubRun: { ...githubRun, path: `${githubRun.path}@main` } })).toEqual({
    kind: "admitted",
  });
});

test("a pull request is composed by the workflow of the default branch", () => {
  const pull = { ...good, dispatch: { ...good.dispatch, ref: "refs/pull/3/head" } };
  expect(admission(pull).kind).toBe("admitted");
  expect(admission({ ...pull, githubRun: { ...githubRun, branch: "patch-1" } }).kind).toBe("refused");
});

test.each<[string, AdmissionFacts, RegExp]>([
  ["another run than the dispatched one", { ...good, githubRun: { ...githubRun, id: 8 } }, /run 8 of GitHub/],
  ["a run of another event", { ...good, githubRun: { ...githubRun, event: "pull_request" } }, /pull_request/],
  ["a run that a person started", { ...good, githubRun: { ...githubRun, actor: "mallory" } }, /mallory/],
  [
    "another workflow",
    { ...good, githubRun: { ...githubRun, path: ".github/workflows/evil.yml" } },
    /evil\.yml/,
  ],
  ["another branch", { ...good, githubRun: { ...githubRun, branch: "evil" } }, /evil/],
  ["a commit of a fork", { ...good, githubRun: { ...githubRun, headRepositoryId: 2 } }, /another repository/],
  ["a run of another repository", { ...good, githubRun: { ...githubRun, repositoryId: 2 } }, /another rep/],
  ["another job", { ...good, job: { ...job, id: 6 } }, /not the one/],
  ["a job of another run", { ...good, job: { ...job, runId: 8 } }, /not the one/],
  ["a job of another commit", { ...good, job: { ...job, sha: "b".repeat(40) } }, /another commit/],
  ["a job with more labels", { ...good, job: { ...job, labels: [label, "self-hosted"] } }, /self-hosted/],
  ["a job without the label", { ...good, job: { ...job, labels: ["ubuntu-24.04"] } }, /ubuntu/],
  [
    "a fork's commit that nobody approved",
    { ...good, run: { ...good.run, isFork: true, approvedSha: "c".repeat(40) } },
    /nobody approved/,
  ],
])("%s gets no runner", (_, facts, why) => {
  const verdict = admission(facts);
  expect(verdict.kind).toBe("refused");
  expect("why" in verdict && verdict.why).toMatch(why);
});

test.each<[string, AdmissionFacts]>([
  ["an archived repository", { ...good, repository: { ...good.repository, state: "archived" } }],
  ["a suspended installation", { ...good, installation: { state: "suspended" } }],
  ["a run that GitHub does not show yet", { ...good, githubRun: undefined }],
  ["a job that GitHub does not show yet", { ...good, job: undefined }],
  ["a job that waits for an approval on GitHub", { ...good, job: { ...job, status: "waiting" } }],
])("%s is looked at again later", (_, facts) => {
  expect(admission(facts).kind).toBe("later");
});

test.each<[string, AdmissionFacts]>([
  ["a run that was canceled", { ...good, run: { ...good.run, state: "CANCELED" } }],
  ["a job that runs", { ...good, job: { ...job, status: "in_progress" } }],
  ["a job that ended", { ...good, job: { ...job, status: "completed" } }],
])("%s needs no runner any more", (_, facts) => {
  expect(admission(facts).kind).toBe("over");
});
