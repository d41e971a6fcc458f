import { mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "@debootc/tools/run";
import { skipUnless } from "@debootc/tools/skip-unless.fixture";
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
  expect(await processesWith(agent.workDir, "cmdline")).toContain(String(agent.pid));
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

test("no order is lost, carried out twice or told wrong, whatever is lost of what hub and agent say", async () => {
  await using hub = await new StubHub().up();
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-chaos-"));
  await using _agent = await AgentProcess.create(hub, { options: ["--slots", "4"] });
  const ran = join(work.path, "ran");
  const given = new Map<string, number>();
  const lost = new Set<string>();
  const give = (number: number) => {
    const script = `echo $DEBOOTC_ORDER >>${ran}; for i in {1..3000}; do echo ${number} $i; done; sleep 0.$((RANDOM % 9)); exit ${number}`;
    const order = orderOf(script);
    given.set(order.id, number);
    hub.give(order);
  };
  let state = 20_261_130;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  hub.fate = () => (random() < 0.15 ? "cut" : random() < 0.15 ? "lost" : "answered");
  hub.onLost = ({ id }) => {
    lost.add(id);
    give(given.get(id) ?? 0);
  };
  const ending = setInterval(() => hub.endSession(), 1500);
  try {
    for (let number = 1; number <= 24; number++) give(number);
    const open = () => [...given.keys()].filter((id) => !lost.has(id) && hub.endOf(id) === undefined);
    await expect.poll(open, { timeout: 120_000, interval: 100 }).toEqual([]);
  } finally {
    clearInterval(ending);
    hub.fate = () => "answered";
  }
  const begun = (await readFile(ran, "utf8"))
    .trim()
    .split("\n")
    .map((mark) => mark.split("/")[1] ?? "");
  const kept = [...given].filter(([id]) => !lost.has(id));
  expect(begun.toSorted()).toEqual(kept.map(([id]) => id).toSorted());
  expect(kept.map(([, number]) => number).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 24 }, (_, at) => at + 1),
  );
  for (const [id, number] of kept) {
    expect(hub.endOf(id)).toMatchObject({ exit: { code: number, signal: null } });
    const lines = Array.from({ length: 3000 }, (_, index) => `${number} ${index + 1}\n`);
    expect(hub.textOf(id)).toBe(lines.join(""));
  }
  expect(hub.faults).toEqual([]);
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

test.skipIf(skipUnless(isRoot, "only root can mount a disk that is full"))(
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
