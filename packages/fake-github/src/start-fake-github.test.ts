import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { legs, startScenario } from "./scenario.fixture.ts";

test("a signed push leads to a dispatch, jobs on just-in-time runners, check runs and comments", async () => {
  await using scenario = await startScenario();
  const { github, receiver, repository, api, sha } = scenario;
  const push = receiver.received.find(({ event }) => event === "push");
  expect(push?.payload.after).toBe(sha);
  expect(push?.headers["x-hub-signature-256"]).toBe(
    `sha256=${createHmac("sha256", "hook secret")
      .update(push?.raw ?? "")
      .digest("hex")}`,
  );

  const check = await api("POST", "/repos/octo/images/check-runs", {
    ...{ name: "server/amd64", head_sha: sha, status: "in_progress", external_id: "1" },
    output: { title: "Building", summary: "It builds." },
  });
  expect(check.status).toBe(201);

  const dispatched = await api("POST", "/repos/octo/images/actions/workflows/build.yml/dispatches", {
    ...{ ref: "main", inputs: legs("task-1", "task-2"), return_run_details: true },
  });
  expect(dispatched.status).toBe(200);
  const run = dispatched.body.workflow_run_id;

  for (const label of ["task-1", "task-2"]) {
    const runner = await api("POST", "/repos/octo/images/actions/runners/generate-jitconfig", {
      ...{ name: `host-${label}`, runner_group_id: 1, labels: [label] },
    });
    expect(runner.status).toBe(201);
    github.connectRunner(repository, `host-${label}`);
    const job = github.jobOf(repository, `host-${label}`);
    expect(job?.plan.labels).toEqual([label]);
    github.finishJob(repository, job?.id ?? 0);
  }
  const done = await api("GET", `/repos/octo/images/actions/runs/${run}`);
  expect(done.body).toMatchObject({ status: "completed", conclusion: "success" });

  const pull = github.openPullRequest(repository, { author: "mona", branch: "main" });
  const comment = github.comment(repository, pull.number, "mona", "/debootc why");
  const reaction = await api("POST", `/repos/octo/images/issues/comments/${comment.id}/reactions`, {
    content: "eyes",
  });
  expect(reaction.status).toBe(201);
  const answer = await api("POST", `/repos/octo/images/issues/${pull.number}/comments`, { body: "Because." });
  expect(answer.status).toBe(201);

  await github.settled();
  const kinds = new Set(
    receiver.received.map(({ event, payload }) =>
      payload.action === undefined ? event : `${event}.${payload.action}`,
    ),
  );
  expect([...kinds].sort()).toEqual([
    ...["check_run.created", "check_suite.requested", "installation.created"],
    ...["issue_comment.created", "pull_request.opened", "push", "workflow_dispatch"],
    ...["workflow_job.completed", "workflow_job.in_progress", "workflow_job.queued"],
    ...["workflow_run.completed", "workflow_run.in_progress", "workflow_run.requested"],
  ]);
  expect(github.ledger.violations).toEqual([]);
});
