import type { Event } from "@debootc/core/event/event";
import type { HubDevRequest } from "@debootc/core/request/orchestrator/hub-dev-request";
import { run } from "@debootc/tools/run";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runDev } from "./run-dev.ts";

let base: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "dev-"));
  await mkdir(join(base, "from/.github"), { recursive: true });
  await writeFile(join(base, "from/tiny.yaml"), "suite: trixie\nref: test/tiny\n");
  // No workflow: what the hub wants to dispatch cannot be.
  await writeFile(join(base, "from/.github/debootc.yml"), "compose: tiny.yaml\n");
});
afterEach(() => rm(base, { recursive: true }));

/** Runs a session, and hands each event over as it comes. */
async function session(more: Partial<HubDevRequest>, onEvent: (event: Event) => void = () => {}) {
  const events: Event[] = [];
  const stop = new AbortController();
  const request: HubDevRequest = {
    ...{ directory: join(base, "dev"), from: join(base, "from"), repository: "dev/images", agents: 0 },
    ...{ slots: 1, port: 0, build: false, json: true, ...more },
  };
  const emit = (event: Event) => {
    events.push(event);
    onEvent(event);
  };
  const running = runDev(request, { emit, signal: stop.signal, clock: () => new Date() });
  return { events, stop, running };
}

async function pushByHand(copy: string): Promise<void> {
  await writeFile(join(copy, "README.md"), "Hello.\n");
  const author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
  for (const args of [
    ["add", "--all"],
    ["commit", "--quiet", "--message", "Say hello"],
    ["push", "--quiet"],
  ])
    await run({ tool: "git", args: ["-C", copy, ...author, ...args] });
}

const titles = (events: readonly Event[]) =>
  events.flatMap((event) => (event.type === "node" ? [`${event.phase} ${event.state}: ${event.title}`] : []));

const programs = /fake-github[.]ts|orchestrator-app\/src\/main[.]ts/;

/** Lists the programs of the session that run. */
async function partsOf(directory: string): Promise<string[]> {
  const { stdout } = await run({ tool: "ps", args: ["-e", "-ww", "-o", "ppid=,args="] });
  return stdout
    .split("\n")
    .filter((line) => line.trim().startsWith(`${process.pid} `) && programs.test(line))
    .filter((line) => line.includes("fake-github") || line.includes(directory));
}

test("a push leads to a run, whose end is that of the session, and nothing of it is left", async () => {
  let ready: Extract<Event, { type: "ready" }> | undefined;
  const { events, running } = await session({ until: "run" }, (event) => {
    if (event.type !== "ready") return;
    ready = event;
    void pushByHand(join(base, "dev/images"));
  });
  const result = await running;

  expect(result.runs).toMatchObject([{ run: { id: 1, state: "FAILED", actor: "dev" } }]);
  expect(result.exitStatus).not.toBe(0);
  expect(titles(events)).toContain("github finished: push is delivered");
  expect(events.at(-1)).toMatchObject({ type: "run", state: "finished" });
  expect(await partsOf(base)).toEqual([]);
  expect(ready?.facts.map(({ label }) => label)).toEqual([
    ...["repository", "GitHub", "hub", "key", "hosts", "logs"],
  ]);
  const key = join(base, "dev/session/hub-key");
  expect((await stat(key)).mode & 0o777).toBe(0o600);
  const log = await readFile(join(base, "dev/logs/hub.log"), "utf8");
  expect(log).not.toContain((await readFile(key, "utf8")).trim());
});

test("a session without an aim ends well at the signal, and a later one goes on with its working copy", async () => {
  const first = await session({}, (event) => {
    if (event.type === "ready") first.stop.abort(new Error("Ctrl-C"));
  });
  expect(await first.running).toMatchObject({ exitStatus: 0, runs: [] });
  await writeFile(join(base, "dev/images/kept"), "1");

  const second = await session({ from: undefined }, (event) => {
    if (event.type === "ready") second.stop.abort(new Error("Ctrl-C"));
  });
  await second.running;
  expect(await readFile(join(base, "dev/images/kept"), "utf8")).toBe("1");
});

test("a scenario pushes, kills and starts the hub, and fails at the step that does not come to be", async () => {
  const scenario = join(base, "scenario.yaml");
  await writeFile(
    scenario,
    `steps:
  - push: {files: {README.md: "Hello.\\n"}, message: Say hello}
  - expect: {run: FAILED, within: 1min}
  - kill: hub
  - push: {files: {README.md: "Bye.\\n"}, message: Say goodbye}
  - start: hub
  - expect: {task: nothing, state: RUNNING, within: 1s}
`,
  );
  const { events, running } = await session({ scenario });
  await expect(running).rejects.toMatchObject({
    code: "scenario-failed",
    diagnostics: [{ file: scenario, line: 7, message: expect.stringContaining("has no such task") }],
  });

  expect(titles(events).filter((title) => title.startsWith("scenario finished"))).toEqual([
    ...["scenario finished: Say hello", "scenario finished: expect the run FAILED"],
    ...["scenario finished: kill hub", "scenario finished: Say goodbye", "scenario finished: start hub"],
  ]);
  expect(await partsOf(base)).toEqual([]);
});

test("a scenario with errors is refused before anything is there", async () => {
  const scenario = join(base, "scenario.yaml");
  await writeFile(scenario, "steps: [{jump: high}]\n");
  const { running } = await session({ scenario });
  await expect(running).rejects.toMatchObject({ code: "scenario-invalid" });
  await expect(stat(join(base, "dev"))).rejects.toThrow("ENOENT");
});
