import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Event } from "@debootc/core/event/event";
import { expect, test } from "vitest";
import { type Run, withRun } from "./with-run.ts";

async function runOne(work: (run: Run, abort: AbortController) => Promise<unknown>) {
  const events: Event[] = [];
  const abort = new AbortController();
  const emit = (event: Event) => events.push(event);
  const outcome = await withRun({ emit, signal: abort.signal, clock: () => new Date(0) }, (run) =>
    work(run, abort),
  ).catch((error: unknown) => error);
  return { outcome, events, last: events.at(-1) };
}

const closing = (events: readonly Event[]) =>
  events.filter((event) => event.type === "run" && event.state !== "started");

const failure = new DebootcError("package-broken", "no");

test("a run that finishes says so, with the compose that it began with", async () => {
  const { outcome, events } = await runOne(async (run) => {
    run.begin("my-1-20260101.0");
    return "result";
  });

  expect(outcome).toBe("result");
  expect(events).toMatchObject([
    { type: "run", state: "started", sequence: 0, composeId: "my-1-20260101.0" },
    { type: "run", state: "finished", sequence: 1, composeId: "my-1-20260101.0" },
  ]);
});

test("a run that fails says why, after all that it held has ended", async () => {
  const { outcome, events } = await runOne(async ({ begin, held, report }) => {
    begin();
    held.defer(() => report({ type: "log", line: "cleaned up" }));
    throw failure;
  });

  expect(outcome).toBe(failure);
  expect(events.slice(1)).toMatchObject([
    { type: "log" },
    { type: "run", state: "failed", error: { code: "package-broken" } },
  ]);
});

test("a run that is refused before it begins has a closing event alone", async () => {
  const { events } = await runOne(() => Promise.reject(failure));

  expect(events).toMatchObject([{ type: "run", state: "failed", sequence: 0 }]);
});

test("whatever breaks when a run is cancelled, it is cancelled", async () => {
  const { outcome, last } = await runOne(async ({ begin }, abort) => {
    begin();
    abort.abort();
    throw failure;
  });

  expect(outcome).toMatchObject({ code: "cancelled", cause: failure });
  expect(last).toMatchObject({ state: "cancelled", error: { code: "cancelled" } });
});

test("a run that somebody else stopped is cancelled, not failed", async () => {
  const { last } = await runOne(() => Promise.reject(new DebootcError("cancelled", "stopped")));

  expect(last).toMatchObject({ state: "cancelled" });
});

test("a run that is cancelled before it begins does nothing", async () => {
  const events: Event[] = [];
  const signal = AbortSignal.abort();
  let hasWorked = false;
  const outcome = withRun(
    { emit: (event) => events.push(event), signal, clock: () => new Date(0) },
    async () => {
      hasWorked = true;
    },
  );

  await expect(outcome).rejects.toMatchObject({ code: "cancelled" });
  expect(hasWorked).toBe(false);
  expect(events).toMatchObject([{ type: "run", state: "cancelled" }]);
});

test("a run may fail and yet have a result", async () => {
  const { outcome, last } = await runOne(async ({ fail }) => {
    fail(failure);
    return "a result that says so";
  });

  expect(outcome).toBe("a result that says so");
  expect(last).toMatchObject({ state: "failed", error: { code: "package-broken" } });
});

test("clean-up that fails is reported before the closing event, and changes nothing else", async () => {
  const { outcome, events } = await runOne(async ({ held }) => {
    held.defer(() => Promise.reject(new Error("in use")));
    return "result";
  });

  expect(outcome).toBe("result");
  expect(events).toMatchObject([
    { type: "diagnostic", diagnostic: { code: "left-over" } },
    { type: "run", state: "finished" },
  ]);
});

test("what is reported too late is dropped: the closing event is the last one, and the only one", async () => {
  let late = () => {};
  const { events } = await runOne(async ({ begin, report }) => {
    begin();
    begin();
    late = () => report({ type: "log", line: "late" });
  });
  late();

  expect(events).toHaveLength(2);
  expect(closing(events)).toHaveLength(1);
});
