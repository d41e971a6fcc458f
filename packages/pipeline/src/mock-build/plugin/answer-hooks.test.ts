import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import type { HookContext } from "./api.ts";
import { answerHooks } from "./answer-hooks.ts";
import type { RootAction, RootOutcome } from "./hook-talk.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import { loadedPlugin, start } from "./plugin-facts.fixture.ts";

type Build = (context: HookContext<unknown, "beforeBuild">) => void | Promise<void>;

/** Goes through one hook as a worker does, and tells what it was asked to do. */
async function turn(
  plugins: readonly LoadedPlugin[],
  perform: (action: RootAction) => RootOutcome | Promise<RootOutcome> = () => ran("ok"),
) {
  const hooks = await start(plugins);
  const answer = answerHooks(hooks);
  const done: RootAction[] = [];
  let reply = await answer({ hook: "beforeBuild", details: { sourceTree: "/build/x" } });
  while (reply.kind === "do") {
    done.push(reply.action);
    reply = await answer({ did: await perform(reply.action) });
  }
  return { done, warnings: hooks.warnings().map(({ message }) => message) };
}
const building = (beforeBuild: Build, facts: Partial<LoadedPlugin> = {}) =>
  loadedPlugin({ hooks: { beforeBuild } }, facts);
const ran = (stdout: string, exitStatus = 0): RootOutcome => ({
  kind: "ran",
  stdout,
  stderr: "",
  exitStatus,
});

test("actions are done one by one, even concurrent ones of one plugin, and each gets its own answer", async () => {
  const said: string[] = [];
  const both: Build = async ({ runInside }) => {
    const outcomes = await Promise.all([runInside({ tool: "a" }), runInside({ tool: "b", user: "root" })]);
    said.push(...outcomes.map(({ stdout }) => stdout));
    said.push((await runInside({ tool: "c", directory: "/x" })).stdout);
  };

  const { done, warnings } = await turn([building(both)], (action) =>
    ran(action.kind === "run" ? `${action.tool} by ${action.user}` : ""),
  );

  expect(said).toEqual(["a by builder", "b by root", "c by builder"]);
  expect(done.map((action) => "timeoutSeconds" in action && action.timeoutSeconds)).toEqual([5, 5, 5]);
  expect(warnings).toEqual([]);
});

test("an unaccepted exit status and a failed action are the plugin's failure", async () => {
  const refused = building(async ({ runInside }) => void (await runInside({ tool: "false" })));
  expect((await turn([refused], () => ran("", 1))).warnings).toEqual([
    "the plugin own failed: false ended with exit status 1 in the chroot: , at beforeBuild",
  ]);

  const accepted = building(async ({ runInside }) => void (await runInside({ tool: "false", accept: [1] })));
  expect((await turn([accepted], () => ran("", 1))).warnings).toEqual([]);
  expect((await turn([accepted], () => ({ kind: "failed", message: "no room" }))).warnings).toEqual([
    "the plugin own failed: no room, at beforeBuild",
  ]);
});

test("the worker learns that a required plugin has failed", async () => {
  const failing = building(() => Promise.reject(new Error("no")), { required: true });

  await expect(turn([failing])).rejects.toMatchObject({ code: "plugin-failed" });
});

test("a plugin whose time ends in the middle of a command does not get the root again", async () => {
  const late: string[] = [];
  const slow: Build = async ({ runInside }) => {
    try {
      await runInside({ tool: "sleep" });
      await runInside({ tool: "evil" });
    } catch {
      late.push("refused");
    }
  };

  const { done, warnings } = await turn([building(slow, { timeoutSeconds: 0.02 })], async () => {
    await wait(60);
    return ran("");
  });
  await wait(5);

  expect(done.map((action) => (action.kind === "run" ? action.tool : ""))).toEqual(["sleep"]);
  expect(warnings).toEqual(["the plugin own did not end within 0.02 s, at beforeBuild"]);
  expect(late).toEqual(["refused"]);
});

test("a hook that nobody wants is over at once", async () => {
  expect(await turn([])).toEqual({ done: [], warnings: [] });
});
