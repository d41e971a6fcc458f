import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { buildWorkflow, permissions, startReceiver } from "../scenario.fixture.ts";
import { startFakeGitHub } from "../start-fake-github.ts";
import { checkedStep } from "./check-step.ts";
import { performSteps } from "./perform-steps.ts";
import { runStep } from "./run-step.ts";
import type { Step } from "./step.ts";

const command = fileURLToPath(new URL("../../bin/fake-github.ts", import.meta.url));
const repository = "octo/images";

test("steps as data do what the control does, and answer with what they made", async () => {
  await using receiver = await startReceiver();
  const github = await startFakeGitHub();
  const events = ["push", "pull_request", "issue_comment", "repository", "check_suite"];
  const hook = { url: receiver.url, secret: "s" };
  const steps: Step[] = [
    { do: "create-repository", name: repository, collaborators: { mona: "write" } },
    { do: "create-app", name: "Builder", permissions, events, hook },
    { do: "install", app: "builder", account: "octo" },
    { do: "push", repository, author: "mona", files: { ".github/workflows/build.yml": buildWorkflow } },
    { do: "protect", repository, branch: "main" },
    { do: "set-permission", repository, login: "guest", level: "read" },
    { do: "fork", repository, owner: "newcomer" },
    { do: "push", repository: "newcomer/images", branch: "fix", author: "newcomer", files: { a: "1" } },
    { do: "open-pull-request", repository, author: "newcomer", branch: "fix", from: "newcomer/images" },
    { do: "open-issue", repository, author: "mona" },
    { do: "comment", repository, issue: 1, author: "mona", body: "/debootc ok" },
    { do: "close-pull-request", repository, number: 1 },
    { do: "suspend", app: "builder", account: "octo" },
    { do: "unsuspend", app: "builder", account: "octo" },
    { do: "archive", repository },
    { do: "rename", repository, name: "pictures" },
    { do: "transfer", repository: "octo/pictures", owner: "someone" },
    { do: "delete-repository", repository: "someone/pictures" },
    { do: "uninstall", app: "builder", account: "octo" },
    { do: "plan-faults", faults: [{ on: "clock", milliseconds: 5 }] },
  ];
  const results = performSteps(github, steps);
  expect(results[1]).toMatchObject({
    slug: "builder",
    privateKey: expect.stringContaining("RSA PRIVATE KEY"),
  });
  expect(results[8]).toEqual({ number: 1 });
  await github.settled();
  const names = new Set(
    receiver.received.map(({ event, payload }) => `${event} ${payload.action ?? ""}`.trim()),
  );
  expect([...names].sort((a, b) => a.localeCompare(b))).toEqual([
    ...["check_suite requested", "installation created", "installation deleted", "installation suspend"],
    ...["installation unsuspend", "issue_comment created", "pull_request closed", "pull_request opened"],
    ...["push", "repository archived", "repository renamed", "repository transferred"],
  ]);
  await github.close();
});

test("runners, jobs, artifacts and buttons are steps as well", async () => {
  const github = await startFakeGitHub();
  performSteps(github, [
    { do: "create-repository", name: repository },
    { do: "push", repository, author: "octo", files: { ".github/workflows/build.yml": buildWorkflow } },
  ]);
  const [place] = [...github.state().repositories.values()];
  if (place === undefined) throw new Error("no repository");
  github.planJobs(() => [{ name: "a", labels: ["ubuntu-latest"] }]);
  const run = github.startRun(place, {
    ...{ workflow: ".github/workflows/build.yml", event: "push", ref: "main", actor: "octo" },
  });
  const [job] = github.jobsOf(place, run.id);
  const content = Buffer.from("zip").toString("base64");
  performSteps(github, [
    { do: "add-artifact", repository, run: run.id, name: "leg", content },
    { do: "finish-job", repository, job: job?.id, conclusion: "failure", log: "no\n" },
  ]);
  expect(run.conclusion).toBe("failure");
  expect([...place.artifacts.values()][0]).toMatchObject({ name: "leg", size: 3 });
  for (const step of [
    { do: "connect-runner", repository, runner: "none" },
    { do: "disconnect-runner", repository, runner: "none" },
    { do: "press-button", repository, checkRun: 1, login: "octo", identifier: "x" },
    { do: "rerequest-check-run", repository, checkRun: 1, login: "octo" },
  ])
    expect(() => runStep(github, checkedStep(step))).toThrow(/^cannot (reach|press)/);
  expect(
    runStep(github, { do: "submit-manifest", manifest: { name: "x", url: "https://x.example" } }),
  ).toHaveProperty("code");
  await github.close();
});

test.each([
  [[7], 'step 1 of the scenario: cannot read the step 7: it needs a "do"'],
  [[{ do: "dance" }], 'given "dance"; allowed: create-repository, fork'],
  [
    [{ do: "push", author: "mona" }],
    'step 1 of the scenario: cannot read the step "push": it needs repository',
  ],
  [[{ do: "archive", repository: "o/none" }], "there is no repository o/none"],
  [[{ do: "install", app: "none", account: "o" }], "there is no App none"],
  [{}, "it has to be a list of steps"],
])("%j is refused", async (steps, message) => {
  const github = await startFakeGitHub();
  expect(() => performSteps(github, steps)).toThrow(message);
  await github.close();
});

test("the command does its scenario before it says where it listens, and takes further steps as JSON only", async () => {
  const directory = await mkdtemp(join(tmpdir(), "fake-github-"));
  const file = join(directory, "scenario.json");
  await writeFile(file, JSON.stringify([{ do: "create-repository", name: repository }]));
  const child = spawn(process.execPath, [command, "--scenario", file, "--seed", "1"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    const url = /^fake-github listens on (http:\/\/127\.0\.0\.1:\d+)$/.exec(String(line))?.[1] ?? "";
    expect((await fetch(`${url}/repos/octo/images`)).status).toBe(200);
    const post = (type: string, body: unknown) =>
      fetch(`${url}/_fake/steps`, {
        method: "POST",
        headers: { "content-type": type },
        body: JSON.stringify(body),
      });
    const pushed = await post("application/json", {
      do: "push",
      repository,
      author: "octo",
      files: { a: "1" },
    });
    expect(await pushed.json()).toEqual({ results: [{ sha: expect.stringMatching(/^[0-9a-f]{40}$/) }] });
    expect((await post("text/plain", {})).status).toBe(415);
    const refused = await post("application/json", [{ do: "archive", repository }, { do: "dance" }]);
    expect([refused.status, await refused.json()]).toMatchObject([422, { results: [{}] }]);
    const ledger = await (await fetch(`${url}/_fake/ledger`)).json();
    expect(ledger).toMatchObject({ violations: [], requests: [{ operation: "repos/get", status: 200 }] });
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  } finally {
    child.kill("SIGKILL");
    await rm(directory, { recursive: true });
  }
});

test("nobody else controls a GitHub that a test has started", async () => {
  const github = await startFakeGitHub();
  const answer = await fetch(`${github.url}/_fake/steps`, { method: "POST", body: "{}" });
  expect(answer.status).toBe(501);
  await github.close();
});

test.each([
  [["--port", "x"], "given --port x; allowed: a number from 0 to 65535"],
  [["--odd"], "Unknown option '--odd'"],
  [["--scenario", "/nowhere.json"], "ENOENT"],
])("the command refuses %j with status 2", async (args, message) => {
  const failed = promisify(execFile)(process.execPath, [command, ...args]);
  await expect(failed).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
});
