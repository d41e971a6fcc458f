import { buildSandbox } from "@debootc/tools/sandbox/build-sandbox";
import { createCgroup, removeCgroup } from "@debootc/tools/sandbox/cgroup";
import { probeCgroups } from "@debootc/tools/sandbox/cgroup-layout";
import { run } from "@debootc/tools/run";
import { smallRoot } from "@debootc/tools/files/small-root.fixture";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { StepLimits } from "./limits-of-step.ts";
import { type LimitedOutcome, runLimited } from "./run-limited.ts";

// Sandboxes and groups are made for real. What is attacked here is bounded: by pids.max, memory.max and a small tmpfs.
const { layout } = process.getuid?.() === 0 ? await probeCgroups() : { layout: undefined };
const canLimit = layout?.parents.memory !== undefined && layout.parents.pids !== undefined;
let made = 0;

interface Trial extends LimitedOutcome {
  readonly lines: readonly string[];
}

async function attempt(
  script: string,
  limits: StepLimits,
  { signal = new AbortController().signal, ownDisk = true } = {},
): Promise<Trial> {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-limits-"));
  if (layout === undefined) throw new Error("no control groups");
  const { root, binds } = await smallRoot(directory.path);
  const disk = join(root, "build");
  await run({ tool: "mount", args: ["-t", "tmpfs", "-o", "size=16m,mode=1777", "none", disk] });
  made += 1;
  const group = await createCgroup(layout, `debootc-test.${process.pid}.limits-${made}`, {
    processes: 100,
    ...limits,
  });
  const lines: string[] = [];
  try {
    const command = buildSandbox(
      {
        root,
        binds: [...binds, { source: disk, target: "/build", writable: true }],
        user: "builder",
        network: "none",
      },
      { tool: "bash", args: ["-c", script] },
    );
    const outcome = await runLimited(command, limits, {
      group,
      owner: { uid: 1000, gid: 1000 },
      disk: { directory: disk, isOwn: ownDisk },
      onLine: (line) => lines.push(line),
      signal,
      clock: () => new Date(),
    });
    return { ...outcome, lines };
  } finally {
    // Fails while anything of it still runs, and so does the next one.
    await removeCgroup(group);
    await run({ tool: "umount", args: [disk] });
  }
}

test.skipIf(!canLimit)(
  "a step that ends by itself tells its status, its output in order and what it used",
  async () => {
    const outcome = await attempt("echo one; echo two >&2; echo three >/dev/stdout; exit 4", {});
    expect(outcome).toMatchObject({
      exitStatus: 4,
      lines: ["one", "two", "three"],
      lastLine: "three",
      running: [],
    });
    expect(outcome).not.toHaveProperty("stoppedBy");
    expect(outcome.usage.peakMemoryBytes).toBeGreaterThan(0);
  },
);

test.skipIf(!canLimit)("a step that falls silent is stopped, and the hanging command is named", async () => {
  const outcome = await attempt("echo begins; sleep 601", { silenceSeconds: 0.5 });
  expect(outcome).toMatchObject({ stoppedBy: "silence", lastLine: "begins" });
  expect(outcome.running.join()).toContain("sleep 601");
});

test.skipIf(!canLimit)("a step that prints is not silent, but is stopped when its time is over", async () => {
  const outcome = await attempt("while :; do echo talks; sleep 0.1; done", {
    silenceSeconds: 0.8,
    timeSeconds: 1.5,
  });
  expect(outcome.stoppedBy).toBe("time");
  expect(outcome.seconds).toBeGreaterThan(1.4);
});

test.skipIf(!canLimit)("a step that prints endlessly is stopped", async () => {
  const outcome = await attempt("yes", { logBytes: 1_000_000 });
  expect(outcome).toMatchObject({ stoppedBy: "log", lastLine: "y" });
});

test.skipIf(!canLimit)("a fork bomb has no more processes than allowed, and none at the end", async () => {
  const bomb = "bomb() { bomb | bomb & }; bomb 2>/dev/null; sleep 602";
  const outcome = await attempt(bomb, { processes: 40, timeSeconds: 2 });
  expect(outcome.stoppedBy).toBe("time");
  expect(outcome.usage.refusedProcesses).toBeGreaterThan(0);
  expect(outcome.usage.peakProcesses ?? 0).toBeLessThanOrEqual(40);
});

test.skipIf(!canLimit)(
  "a step that uses up its memory is distinguished from one that just fails",
  async () => {
    const outcome = await attempt("perl -e '$x = \"x\" x 300_000_000' ; echo $?; exit 1", {
      memoryBytes: 64 * 1024 * 1024,
    });
    expect(outcome).toMatchObject({ exitStatus: 1, lastLine: "137" });
    expect(outcome.usage.memoryKills).toBeGreaterThan(0);
  },
);

test.skipIf(!canLimit)("a step that fills its own file system is reported as such", async () => {
  const outcome = await attempt("dd if=/dev/zero of=/build/full bs=1M status=none", {});
  expect(outcome).toMatchObject({ exitStatus: 1, diskFull: true });
});

test.skipIf(!canLimit)(
  "a step that writes more than allowed into a shared file system is ended",
  async () => {
    const script = "dd if=/dev/zero of=/build/much bs=1M count=8 status=none; sleep 603";
    const outcome = await attempt(script, { diskBytes: 4 * 1024 * 1024 }, { ownDisk: false });
    expect(outcome.stoppedBy).toBe("disk");
  },
);

test.skipIf(!canLimit)("daemons do not outlive their step, nor hold up its end", async () => {
  const outcome = await attempt(
    "(setsid sleep 604 &) ; (setsid bash -c 'trap \"\" TERM HUP; sleep 604' & ) ; echo done",
    {},
  );
  expect(outcome).toMatchObject({ exitStatus: 0, lines: ["done"] });
  expect(outcome.seconds).toBeLessThan(10);
  const { stdout } = await run({ tool: "ps", args: ["-e", "-o", "args="] });
  expect(stdout).not.toContain("sleep 604");
});

test.skipIf(!canLimit)("a step that is cancelled leaves nothing", async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 500);
  await expect(attempt("sleep 605", {}, { signal: abort.signal })).rejects.toMatchObject({
    code: "cancelled",
  });
  const { stdout } = await run({ tool: "ps", args: ["-e", "-o", "args="] });
  expect(stdout).not.toContain("sleep 605");
});
