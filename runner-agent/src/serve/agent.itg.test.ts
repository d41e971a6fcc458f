import { mkdtempDisposable, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "@debootc/tools/run";
import { expect, test } from "vitest";
import { StubHub } from "../hub/stub-hub.fixture.ts";
import { AgentProcess, orderOf, processesWith } from "./agent-process.fixture.ts";

const isRoot = process.getuid?.() === 0;
const patience = { timeout: 60_000, interval: 50 };
const ordersOf = ({ workDir }: AgentProcess) => readdir(join(workDir, "orders"));
const sleepers = (seconds: number) => processesWith(`sleep\0${seconds}`, "cmdline");

async function begun(hub: StubHub, script: string) {
  const order = orderOf(`echo begins; ${script}`);
  hub.give(order);
  await expect.poll(() => hub.textOf(order.id), patience).toContain("begins");
  return order;
}

test("a log arrives whole and once, although the hub goes away in the middle and comes back", async () => {
  await using hub = await new StubHub().up();
  await using _agent = await AgentProcess.create(hub);
  const order = orderOf(
    "for i in {1..200000}; do echo line $i of a log that is long; done; sleep 1; echo over",
  );
  hub.give(order);
  await expect.poll(() => hub.textOf(order.id).length, patience).toBeGreaterThan(100_000);
  await hub.down();
  await sleep(500);
  await hub.up();
  await expect.poll(() => hub.endOf(order.id), patience).toMatchObject({ exit: { code: 0 } });
  const lines = Array.from({ length: 200_000 }, (_, index) => `line ${index + 1} of a log that is long\n`);
  expect(hub.textOf(order.id) === `${lines.join("")}over\n`).toBe(true);
  expect(hub.faults).toEqual([]);
  expect(hub.sessions).toHaveLength(1);
});

test("an agent whose session has ended begins another one with the orders that it has, and goes on", async () => {
  await using hub = await new StubHub().up();
  await using _agent = await AgentProcess.create(hub);
  const order = await begun(hub, "sleep 3; echo ends");
  hub.endSession();
  await expect.poll(() => hub.sessions.length, patience).toBe(2);
  expect(hub.sessions[1]?.orders).toEqual([order.id]);
  await expect.poll(() => hub.endOf(order.id), patience).toMatchObject({ term: 3, exit: { code: 0 } });
  expect(hub.textOf(order.id)).toBe("begins\nends\n");
});

test("an agent that is killed takes its runners with it, and the next one cleans up and has no order", async () => {
  await using hub = await new StubHub().up();
  await using agent = await AgentProcess.create(hub);
  const order = await begun(hub, "setsid sleep 71001 & sleep 71002");
  agent.signal("SIGKILL");
  expect(await agent.ended).toBe("SIGKILL");
  if (isRoot)
    await expect
      .poll(async () => [...(await sleepers(71001)), ...(await sleepers(71002))], patience)
      .toEqual([]);
  expect(await ordersOf(agent)).toEqual([order.id]);

  agent.start();
  await expect.poll(() => hub.sessions.length, patience).toBe(2);
  expect(hub.sessions[1]?.orders).toEqual([]);
  expect([...(await sleepers(71001)), ...(await sleepers(71002)), ...(await ordersOf(agent))]).toEqual([]);
  expect(agent.written).toContain("cleaned up after an agent that did not end by itself");
});

test("an agent that cannot reach its hub for too long ends its orders before it says anything again", async () => {
  await using hub = await new StubHub().up();
  hub.lostAfterSeconds = 3;
  await using agent = await AgentProcess.create(hub);
  const order = await begun(hub, "trap '' TERM; sleep 72001");
  await hub.down();
  await expect.poll(() => sleepers(72001), patience).toEqual([]);
  expect(agent.pid).toBeGreaterThan(0);
  await hub.up();
  await expect.poll(() => hub.sessions.length, patience).toBe(2);
  expect(hub.sessions[1]?.orders).toEqual([]);
  expect(await ordersOf(agent)).toEqual([]);
  await sleep(1000);
  expect(hub.endOf(order.id)).toBeUndefined();
});

test("an agent that stood still for too long ends its orders before it says anything again", async () => {
  await using hub = await new StubHub().up();
  hub.lostAfterSeconds = 3;
  await using agent = await AgentProcess.create(hub);
  await begun(hub, "sleep 73001");
  await expect.poll(() => hub.heartbeats, patience).toBeGreaterThan(0);
  agent.signal("SIGSTOP");
  await sleep(4000);
  const before = hub.asked.length;
  let alive: readonly string[] | undefined;
  hub.onRequest = async () => void (alive ??= await sleepers(73001));
  agent.signal("SIGCONT");
  await expect.poll(() => hub.sessions.length, patience).toBe(2);
  expect(hub.asked[before]).toBe("/session");
  expect(alive).toEqual([]);
  expect(hub.sessions[1]?.orders).toEqual([]);
});

test("an order that arrives after the agent has lost its lease is not started", async () => {
  await using hub = await new StubHub().up();
  hub.lostAfterSeconds = 3;
  await using agent = await AgentProcess.create(hub);
  await expect.poll(() => hub.asked.includes("/next"), patience).toBe(true);
  agent.signal("SIGSTOP");
  const order = orderOf("echo begins");
  hub.give(order);
  await sleep(4000);
  agent.signal("SIGCONT");
  await expect.poll(() => hub.sessions.length, patience).toBe(2);
  await sleep(1000);
  expect(hub.reports).toEqual([]);
  expect(hub.textOf(order.id)).toBe("");
});

test("a signal lets an agent finish what it has and take nothing new", async () => {
  await using hub = await new StubHub().up();
  await using agent = await AgentProcess.create(hub, { options: ["--slots", "2"] });
  const order = await begun(hub, "sleep 3; echo ends");
  agent.signal("SIGTERM");
  await expect.poll(() => agent.written, patience).toContain("takes no more orders");
  const late = orderOf("echo never");
  await sleep(200);
  hub.give(late);
  expect(await agent.ended).toBe(0);
  expect(hub.endOf(order.id)).toMatchObject({ exit: { code: 0, signal: null } });
  expect(hub.textOf(order.id)).toBe("begins\nends\n");
  expect(hub.endOf(late.id)).toBeUndefined();
});

test("a second signal ends its orders, too, and tells the hub", async () => {
  await using hub = await new StubHub().up();
  await using agent = await AgentProcess.create(hub);
  const order = await begun(hub, "sleep 74001");
  agent.signal("SIGTERM");
  agent.signal("SIGINT");
  expect(await agent.ended).toBe(0);
  expect(hub.endOf(order.id)).toMatchObject({
    exit: { failure: { code: "agent-stopped", class: "infrastructure" } },
  });
  expect([...(await sleepers(74001)), ...(await ordersOf(agent))]).toEqual([]);
});

test("an agent whose token is not good any more ends its orders and itself", async () => {
  await using hub = await new StubHub().up();
  await using agent = await AgentProcess.create(hub);
  await begun(hub, "sleep 75001");
  hub.intercept = () => ({ status: 401, body: { code: "not-authenticated", detail: "no such host" } });
  expect(await agent.ended).toBe(9);
  expect(agent.written).toContain(
    "error: the hub does not take the token of this host: it says 401: no such host",
  );
  expect(await sleepers(75001)).toEqual([]);
});

test("two agents cannot have one work directory", async () => {
  await using hub = await new StubHub().up();
  await using first = await AgentProcess.create(hub);
  await expect.poll(() => hub.sessions.length, patience).toBe(1);
  await using second = await AgentProcess.create(hub, { workDir: first.workDir });
  expect(await second.ended).toBe(60);
  expect(second.written).toContain(`error: another agent uses ${first.workDir}`);
});

test.skipIf(!isRoot)(
  "a full disk ends the log of an order, but neither the agent nor the orders after it",
  async () => {
    await using hub = await new StubHub().up();
    await using mount = await mkdtempDisposable(join(tmpdir(), "debootc-full-"));
    await run({ tool: "mount", args: ["-t", "tmpfs", "-o", "size=80m", "tmpfs", mount.path] });
    try {
      await using agent = await AgentProcess.create(hub, { workDir: join(mount.path, "work") });
      const full = await begun(
        hub,
        "head -c 200M /dev/zero >file; for i in {1..2000}; do echo line $i; done; exit 5",
      );
      await expect.poll(() => hub.endOf(full.id), patience).toMatchObject({ exit: { code: 5 } });
      expect(hub.textOf(full.id)).toMatch(
        /\n\[debootc\] the rest of this log was cut: the host could not keep it: ENOSPC/,
      );
      const next = await begun(hub, "echo fine");
      await expect.poll(() => hub.endOf(next.id), patience).toMatchObject({ exit: { code: 0 } });
      expect(hub.textOf(next.id)).toBe("begins\nfine\n");
      expect(await ordersOf(agent)).toEqual([]);
    } finally {
      await run({ tool: "umount", args: [mount.path] });
    }
  },
);
