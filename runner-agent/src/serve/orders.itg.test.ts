import { mkdir, mkdtempDisposable, readdir, realpath, rename, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { listLoopDevices } from "@debootc/tools/disk/loop-device";
import { listCgroups } from "@debootc/tools/sandbox/list-cgroups";
import { readMountTable } from "@debootc/tools/files/mount-table";
import { skipUnless } from "@debootc/tools/skip-unless.fixture";
import { expect, test } from "vitest";
import { StubHub, token } from "../hub/stub-hub.fixture.ts";
import { markOf, markVariable } from "../order/order-processes.ts";
import { AgentProcess, orderOf, processesWith } from "./agent-process.fixture.ts";

const isRoot = process.getuid?.() === 0;
const isSkipped = skipUnless(isRoot, "only root can start an agent as another user");
const patience = { timeout: 60_000, interval: 50 };

/** What an agent has left of its orders: nothing, if all is well. */
async function leftOf({ workDir }: AgentProcess): Promise<string[]> {
  const mark = markOf(await realpath(workDir));
  const mounts = (await readMountTable()).map(({ target }) => target);
  const loops = (await listLoopDevices()).map(({ backingFile }) => backingFile);
  return [
    ...(await readdir(join(workDir, "orders"))),
    // Other agents of this machine have orders of their own.
    ...(await listCgroups(`debootc-order.${mark}.`)),
    ...(await processesWith(`\0${markVariable}=${mark}/`, "environ")),
    ...mounts.filter((target) => target.startsWith(workDir)),
    // The path begins where the file system does, if the file was opened in the namespace of a job.
    ...loops.filter((file) => file.includes(`/${basename(dirname(workDir))}/`)),
  ];
}

test("an order is one runner in a fresh directory, whose end, log and use the hub gets", async () => {
  await using hub = await new StubHub().up();
  await using agent = await AgentProcess.create(hub, { options: ["--label", "kvm", "--slots", "2"] });
  const order = orderOf(
    'pwd; ls -A . "$HOME" "$TMPDIR"; env | sort; echo problem >&2; for i in {1..100000}; do :; done; exit 3',
  );
  hub.give(order);
  await expect.poll(() => hub.endOf(order.id), patience).toBeDefined();

  expect(hub.sessions).toMatchObject([
    {
      host: { arches: ["amd64"], slots: 2, labels: ["kvm"], runner: { kind: "act", version: "1.2.3" } },
      orders: [],
    },
  ]);
  expect(hub.reports.map(({ report }) => report.state)).toEqual(["started", "ended"]);
  const { exit, statistics } = hub.endOf(order.id) ?? {};
  expect(exit).toEqual({ code: 3, signal: null });
  expect(statistics?.seconds).toBeGreaterThan(0);
  if (isRoot) expect(statistics?.cpuSeconds).toBeGreaterThan(0);
  if (isRoot) expect(statistics?.maxMemoryMiB).toBeGreaterThan(0);
  const log = hub.textOf(order.id);
  expect(log).toContain(`${agent.workDir}/orders/${order.id}/work\n`);
  expect(log).toContain("problem\n");
  const names = [...log.matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  const own = ["DEBOOTC_CACHE_DIR", "DEBOOTC_ORDER", "HOME", "LC_ALL", "PATH", "TMPDIR"];
  expect(names.filter((name) => !["PWD", "OLDPWD", "SHLVL", "_"].includes(name ?? ""))).toEqual(own);
  await expect.poll(() => leftOf(agent), patience).toEqual([]);
  expect(hub.faults).toEqual([]);
});

test("the hub learns what an order took from the cache or put there, and nothing that was there before", async () => {
  await using hub = await new StubHub().up();
  await using agent = await AgentProcess.create(hub);
  const [before, made] = ["a".repeat(64), "b".repeat(64)];
  const entry = (hex: string) => `steps/entries/root/${hex}`;
  const old = join(agent.directory, "cache", entry(before));
  await mkdir(old, { recursive: true });
  await writeFile(join(old, "entry.json"), "{}");
  await utimes(join(old, "entry.json"), 1000, 1000);
  const order = orderOf(
    `mkdir -p "$DEBOOTC_CACHE_DIR/${entry(made)}" && echo {} >"$DEBOOTC_CACHE_DIR/${entry(made)}/entry.json"`,
  );
  hub.give(order);
  await expect.poll(() => hub.endOf(order.id), patience).toMatchObject({ used: [`root:sha256:${made}`] });
});

test("the secret of a runner is in no command line, environment, log or file, and neither is the token", async () => {
  await using hub = await new StubHub().up();
  await using agent = await AgentProcess.create(hub);
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-agent-"));
  const go = join(work.path, "go");
  const order = orderOf(`echo begins; until [ -e ${go} ]; do sleep 0.1; done; cat ${go}`);
  hub.give(order);
  await expect.poll(() => hub.textOf(order.id), patience).toContain("begins");

  for (const secret of [order.jitConfig, token]) {
    expect(await processesWith(secret, "cmdline")).toEqual([]);
    expect(await processesWith(secret, "environ")).toEqual([]);
  }
  // At once, since the job may read it in the moment in which it is there.
  await writeFile(`${go}.new`, `the secret is ${order.jitConfig}, the token is ${token}, and no more\n`);
  await rename(`${go}.new`, go);
  await expect.poll(() => hub.endOf(order.id), patience).toBeDefined();
  expect(hub.textOf(order.id)).toBe("begins\nthe secret is ***, the token is ***, and no more\n");
  expect(agent.written).not.toContain(order.jitConfig);
  expect(agent.written).not.toContain(token);
});

test("what a job leaves behind is gone with its order: daemons, mounts, loop devices, files and groups", async () => {
  await using hub = await new StubHub().up();
  await using agent = await AgentProcess.create(hub);
  const order = orderOf(`
    setsid sleep 70001 & setsid --fork env -i /usr/bin/sleep 70002
    (trap '' TERM INT HUP; sleep 70003) &
    mkdir m && mount -t tmpfs tmpfs m && echo x >m/file
    own=$(sed -n 's/^[0-9]*:memory://p' /proc/self/cgroup); top=/sys/fs/cgroup/memory
    [ ! -d "$top$own" ] || mkdir "$top$own/inner" && sh -c "echo \\$\\$ >$top$own/inner/cgroup.procs; exec sleep 70004" &
    [ ! -w /dev/loop-control ] || { truncate -s 1M image && losetup --find image; }
    mkdir -p a/b && chmod 500 a && sleep 0.5 && echo left`);
  hub.give(order);
  await expect.poll(() => hub.endOf(order.id), patience).toMatchObject({ exit: { code: 0 } });

  expect(hub.textOf(order.id)).toContain("left\n");
  await expect.poll(() => leftOf(agent), patience).toEqual([]);
  for (const seconds of isRoot ? [70001, 70002, 70003, 70004] : [70001, 70003])
    expect(await processesWith(`sleep\0${seconds}`, "cmdline")).toEqual([]);
});

test("a runner that does not care for signals is killed after its grace, when the hub has given it up", async () => {
  await using hub = await new StubHub().up();
  await using agent = await AgentProcess.create(hub);
  const order = orderOf("trap 'echo no' TERM INT; echo begins; while :; do sleep 0.1; done");
  hub.give(order);
  await expect.poll(() => hub.textOf(order.id), patience).toContain("begins");
  hub.givenUp.push(order.id);
  await expect
    .poll(() => hub.endOf(order.id), patience)
    .toMatchObject({
      exit: { code: null, failure: { code: "cancelled" } },
    });
  expect(hub.textOf(order.id)).toContain("no\n");
  await expect.poll(() => leftOf(agent), patience).toEqual([]);
});

test("a runner that takes longer than its order allows may end its job first", async () => {
  await using hub = await new StubHub().up();
  await using _agent = await AgentProcess.create(hub);
  const order = orderOf("trap 'echo ends well; exit 0' TERM; echo begins; while :; do sleep 0.1; done", {
    timeoutSeconds: 2,
  });
  hub.give(order);
  await expect
    .poll(() => hub.endOf(order.id), patience)
    .toMatchObject({
      exit: { failure: { code: "timed-out", class: "time-out" } },
    });
  expect(hub.textOf(order.id)).toMatch(/^begins\n(?:Terminated\n)?ends well\n$/);
});

test("a runner that cannot be started is the end of its order, and no more", async () => {
  await using hub = await new StubHub().up();
  await using agent = await AgentProcess.create(hub);
  await expect.poll(() => hub.sessions.length, patience).toBe(1);
  await writeFile(join(agent.directory, "runner"), "#!/no/such/interpreter\n");
  const [bad, good] = [orderOf("exit 0"), orderOf("echo fine")];
  hub.give(bad);
  await expect
    .poll(() => hub.endOf(bad.id), patience)
    .toMatchObject({
      exit: { failure: { code: "runner-not-started", class: "infrastructure" } },
    });
  expect(hub.textOf(bad.id)).toMatch(
    /runner: (?:cannot execute: required file not found|.*\/no\/such\/interpreter)/,
  );
  await writeFile(join(agent.directory, "runner"), "#!/bin/sh\necho fine\n");
  hub.give(good);
  await expect.poll(() => hub.endOf(good.id), patience).toMatchObject({ exit: { code: 0 } });
});

test("GitHub's runner is a copy of its directory for each order, and is asked to end as its own scripts ask it", async () => {
  await using hub = await new StubHub().up();
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-runner-"));
  const installed = join(work.path, "actions-runner");
  await mkdir(join(installed, "bin"), { recursive: true });
  await writeFile(
    join(installed, "bin/Runner.Listener"),
    `#!/bin/bash
[ "$*" != --version ] || { echo 2.336.0; exit; }
trap 'echo asked; exit 0' INT
echo "$* in $(pwd)" && [ -n "$ACTIONS_RUNNER_INPUT_JITCONFIG" ]
echo changed >>externals && cat externals
while :; do sleep 0.1; done
`,
    { mode: 0o755 },
  );
  await writeFile(join(installed, "externals"), "node24\n");
  await using official = await AgentProcess.create(hub, { options: ["--runner", installed] });
  await expect.poll(() => hub.sessions.length, patience).toBe(1);
  expect(hub.sessions[0]?.host.runner).toEqual({ kind: "official", version: "2.336.0" });
  for (const order of [orderOf("unused"), orderOf("unused")]) {
    hub.give(order);
    await expect.poll(() => hub.textOf(order.id), patience).toContain("changed\n");
    hub.givenUp.push(order.id);
    await expect.poll(() => hub.endOf(order.id), patience).toBeDefined();
    expect(hub.textOf(order.id)).toBe(
      `run in ${official.workDir}/orders/${order.id}/runner\nnode24\nchanged\nasked\n`,
    );
  }
});

test.skipIf(isSkipped)(
  "an agent that is not root warns, and ends what it can find of its orders",
  async () => {
    await using hub = await new StubHub().up();
    await using agent = await AgentProcess.create(hub, { user: 65_534 });
    const order = orderOf(
      "setsid sleep 79001 & id -u; (trap '' TERM; sleep 79002) & sleep 0.5; mkdir -p a/b/c; chmod 500 a/b; chmod 0 a; exit 4",
    );
    hub.give(order);
    await expect.poll(() => hub.endOf(order.id), patience).toMatchObject({ exit: { code: 4, signal: null } });
    expect(hub.textOf(order.id)).toBe("65534\n");
    await expect.poll(() => leftOf(agent), patience).toEqual([]);
    expect(agent.written).toContain("no namespaces: ");

    const next = orderOf("setsid sleep 79003 & echo begins; sleep 79004");
    hub.give(next);
    await expect.poll(() => hub.textOf(next.id), patience).toBe("begins\n");
    agent.signal("SIGKILL");
    await agent.ended;
    await expect.poll(() => processesWith("sleep\x0079004", "cmdline"), patience).toEqual([]);
    agent.start();
    await expect.poll(() => hub.sessions.length, patience).toBe(2);
    expect(await leftOf(agent)).toEqual([]);
  },
);
