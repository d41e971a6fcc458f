import { DebootcError } from "@debootc/core/error/debootc-error";
import { probeCgroups } from "@debootc/tools/sandbox/cgroup-layout";
import { smallRoot } from "@debootc/tools/files/small-root.fixture";
import { run } from "@debootc/tools/run";
import { insideRoot } from "@debootc/tools/sandbox/sandbox";
import { mkdir, mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { listBuildGroups } from "./build-groups.ts";
import type { StepLimits } from "./limits-of-step.ts";
import { scriptGround } from "./script-ground.ts";

// Sandboxes and groups are made for real. What is attacked here is bounded: by pids.max, memory.max and time.
const { layout } = process.getuid?.() === 0 ? await probeCgroups() : { layout: undefined };
const canLimit = layout?.parents.memory !== undefined && layout.parents.pids !== undefined;

vi.setConfig({ testTimeout: 60_000 });

const words = { raise: (limit: string) => `raise ${limit}`, doing: "running", log: "the log" };

async function attempt(script: string, limits: StepLimits, signal = new AbortController().signal) {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-ground-"));
  const { root, binds } = await smallRoot(parent.path);
  await mkdir(join(root, "build"), { recursive: true });
  const context = { report: () => {}, log: () => {}, signal };
  const ground = await scriptGround({ processes: 100, ...limits }, { directory: root, words }, context);
  const lines: string[] = [];
  const onLine = (line: string) => lines.push(line);
  const step = { name: "trial", what: "the script" };
  try {
    const command = { tool: "bash", args: ["-c", script], onLine };
    await ground.within(step, async (limit) => run(limit(insideRoot(root, command, { binds }))));
    return { lines };
  } catch (error) {
    if (error instanceof DebootcError) return { lines, error };
    throw error;
  } finally {
    const own = (await listBuildGroups()).filter(({ owner }) => owner.pid === process.pid);
    expect(own).toEqual([]);
  }
}

async function expectGone(command: string): Promise<void> {
  const { stdout } = await run({ tool: "ps", args: ["-e", "-o", "args="] });
  expect(stdout).not.toContain(command);
}

test.skipIf(!canLimit)("a step that ends by itself is left alone, with both its streams", async () => {
  const { lines, error } = await attempt("echo one; echo two >&2", {});
  expect(error).toBeUndefined();
  expect(lines.toSorted()).toEqual(["one", "two"]);
});

test.skipIf(!canLimit)("a step that fails by itself says so itself", async () => {
  expect((await attempt("exit 4", {})).error?.code).toBe("tool-failed");
});

test.skipIf(!canLimit)("a step that falls silent is stopped, and what hangs is named", async () => {
  const { error } = await attempt("echo begins; sleep 611", { silenceSeconds: 1 });
  expect(error?.code).toBe("timed-out");
  expect(error?.message).toContain("the script printed nothing for 1 s and was stopped");
  expect(error?.message).toContain("its last line: begins");
  expect(error?.message).toContain("sleep 611");
  expect(error?.hint).toContain("raise silence");
  await expectGone("sleep 611");
});

test.skipIf(!canLimit)("a step that goes on and on is stopped, though it prints", async () => {
  const { error } = await attempt("while :; do printf .; sleep 0.1; done", {
    silenceSeconds: 1,
    timeSeconds: 2,
  });
  expect(error?.code).toBe("timed-out");
  expect(error?.message).toContain("the script was still running after 2 s and was stopped");
});

test.skipIf(!canLimit).each([
  ["lines", "yes"],
  ["one line", "tr '\\0' x </dev/zero"],
])("a step that prints %s without end is stopped", async (_what, script) => {
  const { error } = await attempt(script, { logBytes: 1_000_000 });
  expect(error?.code).toBe("build-log-full");
});

test.skipIf(!canLimit)("a fork bomb is named, even where the step goes on beside it", async () => {
  const { error } = await attempt("bomb() { bomb | bomb & }; bomb 2>/dev/null; sleep 1; exit 1", {
    processes: 40,
    timeSeconds: 30,
  });
  expect(error?.code).toBe("build-processes-full");
  expect(error?.message).toContain("the script wants more than 40 processes and threads at once");
  expect(error?.hint).toContain("raise processes");
});

test.skipIf(!canLimit)("a fork bomb is stopped, though nothing else would end the step", async () => {
  const { error } = await attempt("bomb() { bomb | bomb & }; bomb 2>/dev/null; sleep 614", {
    processes: 40,
    timeSeconds: 60,
  });
  expect(error?.code).toBe("build-processes-full");
  await expectGone("sleep 614");
});

test.skipIf(!canLimit)("a step that uses up its memory is named", async () => {
  const { error } = await attempt("perl -e '$x = \"x\" x 300_000_000'; exit 1", {
    memoryBytes: 64 * 1024 * 1024,
  });
  expect(error?.code).toBe("build-memory-full");
});

test.skipIf(!canLimit)("a step that writes more than allowed is stopped", async () => {
  const script = "dd if=/dev/zero of=/build/much bs=1M count=8 status=none; sleep 612";
  const { error } = await attempt(script, { diskBytes: 4 * 1024 * 1024 });
  expect(error?.code).toBe("build-disk-full");
  await expectGone("sleep 612");
});

test.skipIf(!canLimit)("a step that is cancelled leaves nothing", async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 500);
  expect((await attempt("sleep 613", {}, abort.signal)).error?.code).toBe("cancelled");
  await expectGone("sleep 613");
});
