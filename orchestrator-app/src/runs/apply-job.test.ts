import { expect, test } from "vitest";
import {
  after,
  assign,
  hubScene,
  planned,
  plannedRun,
  report,
  reportUnexplained,
  statesOf,
} from "./scene.fixture.ts";

test("a run goes through its tasks as GitHub reports its jobs, and what needs others comes after them", async () => {
  const hub = await hubScene();
  const run = await plannedRun(hub);

  expect(await assign(hub)).toBe(2);
  expect(await statesOf(hub, run)).toEqual({
    run: "OPEN",
    "minimal/amd64": "ASSIGNED",
    "server/amd64": "ASSIGNED",
    assemble: "FREE",
  });
  await report(hub, "minimal/amd64", { status: "in_progress" });
  await report(hub, "minimal/amd64", { status: "completed", conclusion: "success" });
  expect(await assign(hub)).toBe(0);
  // A result may overtake the beginning.
  await report(hub, "server/amd64", { status: "completed", conclusion: "success" });
  expect(await report(hub, "server/amd64", { status: "in_progress" })).toBe("ignored: attempt 1 is over");
  expect(await assign(hub)).toBe(1);
  await report(hub, "assemble", { status: "completed", conclusion: "success", githubRunId: 2000 });

  expect(await statesOf(hub, run)).toEqual({
    run: "COMPLETED",
    "minimal/amd64": "COMPLETED",
    "server/amd64": "COMPLETED",
    assemble: "COMPLETED",
  });
});

test("a job that no runner took is tried again after a pause, with another label, and the old one means nothing", async () => {
  const hub = await hubScene();
  const run = await plannedRun(hub, [planned("one/amd64")]);
  await assign(hub);
  const first = await hub.queries.selectFrom("attempt").select("label").executeTakeFirstOrThrow();

  await report(hub, "one/amd64", { status: "completed", conclusion: "failure", runner: null });
  expect(await statesOf(hub, run)).toEqual({ run: "OPEN", "one/amd64": "FREE" });
  expect(await assign(hub, after(29))).toBe(0);
  expect(await assign(hub, after(30))).toBe(1);
  expect(
    await report(hub, "one/amd64", { status: "completed", conclusion: "success", labels: [first.label] }),
  ).toBe("ignored: attempt 1 is over");
  expect(await statesOf(hub, run)).toEqual({ run: "OPEN", "one/amd64": "ASSIGNED" });
});

test("a package's fault is not tried again, and what needs it is canceled", async () => {
  const hub = await hubScene();
  const run = await plannedRun(hub);
  await assign(hub);

  await report(hub, "server/amd64", { status: "completed", conclusion: "failure" });
  await report(hub, "minimal/amd64", { status: "completed", conclusion: "success" });

  expect(await statesOf(hub, run)).toEqual({
    run: "FAILED",
    "minimal/amd64": "COMPLETED",
    "server/amd64": "FAILED",
    assemble: "CANCELED",
  });
});

test("a job that failed on a runner ends nothing before GitHub was asked by what, once", async () => {
  const hub = await hubScene();
  const run = await plannedRun(hub, [planned("one/amd64")]);
  await assign(hub);
  const failed = { status: "completed", conclusion: "failure" } as const;

  for (let times = 0; times < 2; times++)
    expect(await reportUnexplained(hub, "one/amd64", failed)).toBe(
      "task 1: GitHub is asked what job 101 failed by",
    );
  expect(await statesOf(hub, run)).toEqual({ run: "OPEN", "one/amd64": "ASSIGNED" });
  const looks = hub.queries.selectFrom("outgoing").select("key").where("kind", "=", "look");
  expect(await looks.execute()).toMatchObject([{ key: expect.stringMatching(/^look:debootc-t-1-1-/) }]);

  const failure = { code: "mirror-unreachable", class: "infrastructure", message: "no mirror" } as const;
  await reportUnexplained(hub, "one/amd64", { ...failed, failure });
  expect(await statesOf(hub, run)).toEqual({ run: "OPEN", "one/amd64": "FREE" });
  expect(await reportUnexplained(hub, "one/amd64", failed)).toBe("ignored: attempt 1 is over");
});

test("a job that ended on a runner has begun, though its beginning was never reported; one without a runner has not", async () => {
  const hub = await hubScene();
  await plannedRun(hub, [planned("one/amd64")]);
  await assign(hub);
  const started = async () =>
    (await hub.queries.selectFrom("attempt").select("started_at").executeTakeFirstOrThrow()).started_at;

  await report(hub, "one/amd64", { status: "queued", runner: null });
  await report(hub, "one/amd64", { status: "waiting", runner: "a-runner" });
  expect(await started()).toBeNull();
  // What it failed by is still asked for: meanwhile nobody may give its attempt another runner.
  await reportUnexplained(hub, "one/amd64", { status: "completed", conclusion: "failure", at: after(5) });
  expect(await started()).toEqual(after(5));
});

test("a leg that may fail holds up nothing, and leaves the run incomplete", async () => {
  const hub = await hubScene();
  const run = await plannedRun(hub, [
    planned("minimal/amd64"),
    planned("edge/arm64", { required: false }),
    planned("assemble", { kind: "assemble", needs: [0, 1] }),
  ]);
  await assign(hub);
  await report(hub, "edge/arm64", { status: "completed", conclusion: "failure" });
  await report(hub, "minimal/amd64", { status: "completed", conclusion: "success" });
  await assign(hub);
  await report(hub, "assemble", { status: "completed", conclusion: "success", githubRunId: 2000 });

  expect(await statesOf(hub, run)).toMatchObject({ run: "INCOMPLETE", assemble: "COMPLETED" });
});

test("the first run of GitHub that shows a label of a dispatch has it; another one changes nothing", async () => {
  const hub = await hubScene();
  const run = await plannedRun(hub, [planned("one/amd64")]);
  await assign(hub);

  await report(hub, "one/amd64", { status: "in_progress", githubRunId: 7 });
  expect(await report(hub, "one/amd64", { status: "completed", conclusion: "failure", githubRunId: 8 })).toBe(
    "ignored: another run of GitHub has attempt 1",
  );
  expect(await statesOf(hub, run)).toMatchObject({ "one/amd64": "RUNNING" });
});

test("a job whose label is in its name counts as one whose runner has it", async () => {
  const hub = await hubScene();
  const run = await plannedRun(hub, [planned("one/amd64")]);
  await assign(hub);
  const { label } = await hub.queries.selectFrom("attempt").select("label").executeTakeFirstOrThrow();

  await report(hub, "one/amd64", {
    status: "in_progress",
    labels: ["ubuntu-24.04"],
    name: `one/amd64 ${label}`,
  });
  expect(await statesOf(hub, run)).toMatchObject({ "one/amd64": "RUNNING" });
});
