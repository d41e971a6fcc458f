import fc from "fast-check";
import { expect, test } from "vitest";
import { type FreeHost, isFit, placeTasks, type WaitingTask } from "./place-tasks.ts";

const arch = fc.constantFrom("amd64", "arm64", "riscv64");
const labels = fc.uniqueArray(fc.constantFrom("kvm", "big"), { maxLength: 2 });
const tasks = fc.uniqueArray(
  fc.record({
    label: fc.nat(1000).map((number) => `debootc-t-${number}-1-w`),
    arch: fc.option(arch, { nil: undefined }),
    needs: labels,
    priority: fc.integer({ min: -2, max: 2 }),
    waitsSince: fc.nat(5).map((seconds) => new Date(seconds * 1000)),
    triedOn: fc.uniqueArray(fc.nat(20), { maxLength: 5 }),
    warmOn: fc.option(
      fc.array(fc.tuple(fc.nat(1000), fc.nat(3)), { maxLength: 5 }).map((pairs) => new Map(pairs)),
      { nil: undefined },
    ),
  }),
  { selector: ({ label }) => label, maxLength: 40 },
);
const hosts = fc.uniqueArray(
  fc.record({
    id: fc.nat(20),
    state: fc.constantFrom("enabled" as const, "enabled" as const, "draining" as const, "disabled" as const),
    isAlive: fc.boolean(),
    arches: fc.uniqueArray(arch, { minLength: 1, maxLength: 3 }),
    labels,
    slots: fc.integer({ min: 1, max: 4 }),
    busy: fc.nat(5),
  }),
  { selector: ({ id }) => id, maxLength: 12 },
);

const byId = (all: readonly FreeHost[]) => new Map(all.map((host) => [host.id, host]));

test("no host gets more than it has slots, nor anything while it is not enabled, silent or unfit", () => {
  fc.assert(
    fc.property(tasks, hosts, (waiting, all) => {
      const pairs = placeTasks(waiting, all);
      for (const [id, given] of Map.groupBy(pairs, ({ host }) => host)) {
        const host = byId(all).get(id);
        expect(host?.state).toBe("enabled");
        expect(host?.isAlive).toBe(true);
        expect(given.length + (host?.busy ?? 0)).toBeLessThanOrEqual(host?.slots ?? 0);
        for (const { task } of given) expect(host && isFit(task, host)).toBe(true);
      }
    }),
  );
});

test("no task is given to two hosts, and none waits while a fit host has a free slot", () => {
  fc.assert(
    fc.property(tasks, hosts, (waiting, all) => {
      const pairs = placeTasks(waiting, all);
      const placed = new Set(pairs.map(({ task }) => task.label));
      expect(placed.size).toBe(pairs.length);
      const given = Map.groupBy(pairs, ({ host }) => host);
      const free = all.filter(
        ({ id, state, isAlive, slots, busy }) =>
          state === "enabled" && isAlive && busy + (given.get(id)?.length ?? 0) < slots,
      );
      for (const task of waiting)
        if (!placed.has(task.label)) for (const host of free) expect(isFit(task, host)).toBe(false);
    }),
  );
});

test("the order in which tasks and hosts are listed decides nothing", () => {
  const shuffled = fc
    .tuple(tasks, hosts)
    .chain(([waiting, all]) =>
      fc.tuple(
        fc.constant([waiting, all] as const),
        fc.shuffledSubarray(waiting, { minLength: waiting.length }),
        fc.shuffledSubarray(all, { minLength: all.length }),
      ),
    );
  fc.assert(
    fc.property(shuffled, ([[waiting, all], otherTasks, otherHosts]) => {
      expect(placeTasks(otherTasks, otherHosts)).toEqual(placeTasks(waiting, all));
    }),
  );
});

test("among equals in what they need, the more urgent task gets the host", () => {
  fc.assert(
    fc.property(tasks, hosts, (waiting, all) => {
      const placed = new Set(placeTasks(waiting, all).map(({ task }) => task));
      for (const one of placed) {
        for (const other of waiting) {
          if (placed.has(other) || other.arch !== one.arch || String(other.needs) !== String(one.needs))
            continue;
          expect(other.priority).toBeLessThanOrEqual(one.priority);
        }
      }
    }),
  );
});

const task = (changes: Partial<WaitingTask> = {}): WaitingTask => ({
  ...{ label: "debootc-t-1-1-w", arch: "arm64", needs: [], priority: 0, waitsSince: new Date(0) },
  ...changes,
});
const host = (id: number, changes: Partial<FreeHost> = {}): FreeHost => ({
  ...{ id, state: "enabled", isAlive: true, arches: ["amd64"], labels: [], slots: 1, busy: 0 },
  ...changes,
});

test("a host's own architecture comes before emulation, and then the host with most free slots", () => {
  const all = [
    host(1, { arches: ["amd64", "arm64"], slots: 8 }),
    host(2, { arches: ["arm64"] }),
    host(3, { arches: ["arm64"], slots: 4, busy: 1 }),
  ];
  expect(placeTasks([task()], all)).toEqual([{ task: task(), host: 3 }]);
  expect(placeTasks([task()], all.slice(0, 1))).toEqual([{ task: task(), host: 1 }]);
});

test("a host that has tried a task gets it again only if no other one can", () => {
  const all = [host(1, { arches: ["arm64"], slots: 8 }), host(2, { arches: ["amd64", "arm64"] })];
  const again = task({ triedOn: [1] });
  expect(placeTasks([again], all)).toEqual([{ task: again, host: 2 }]);
  expect(placeTasks([again], all.slice(0, 1))).toEqual([{ task: again, host: 1 }]);
  const everywhere = task({ triedOn: [2, 1] });
  expect(placeTasks([everywhere], all)).toEqual([{ task: everywhere, host: 1 }]);
});

test("a task goes back to a host that has tried it only while all others for it are full", () => {
  fc.assert(
    fc.property(tasks, hosts, (waiting, all) => {
      const pairs = placeTasks(waiting, all);
      const given = Map.groupBy(pairs, (pair) => pair.host);
      for (const pair of pairs) {
        if (!pair.task.triedOn?.includes(pair.host)) continue;
        const others = all.filter(
          (one) =>
            one.state === "enabled" &&
            one.isAlive &&
            isFit(pair.task, one) &&
            !pair.task.triedOn?.includes(one.id),
        );
        for (const one of others)
          expect(one.busy + (given.get(one.id)?.length ?? 0)).toBeGreaterThanOrEqual(one.slots);
      }
    }),
  );
});

test("of hosts with its architecture the one whose caches have most of what a task takes comes first", () => {
  const all = [
    host(1, { arches: ["arm64"], slots: 1 }),
    host(2, { arches: ["arm64"], slots: 8 }),
    host(3, { arches: ["amd64", "arm64"], slots: 9 }),
  ];
  const warm = (...pairs: readonly (readonly [number, number])[]) => task({ warmOn: new Map(pairs) });
  expect(placeTasks([warm([1, 2], [2, 1], [3, 5])], all)).toMatchObject([{ host: 1 }]);
  expect(placeTasks([warm([3, 5])], all)).toMatchObject([{ host: 2 }]);
  expect(placeTasks([warm([1, 1], [2, 1])], all)).toMatchObject([{ host: 2 }]);
});
