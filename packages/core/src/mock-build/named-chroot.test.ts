import fc from "fast-check";
import { expect, test } from "vitest";
import { digestOfBytes } from "../record/digest.ts";
import { directoriesOf, lowerLayersOf, type NamedChroot, rolledBack, withSnapshot } from "./named-chroot.ts";

const now = new Date(0);
const fresh: NamedChroot = {
  name: "work",
  configuration: {} as NamedChroot["configuration"],
  created: now.toISOString(),
  base: digestOfBytes(""),
  baseDirectory: "base-1",
  packages: 3,
  layers: [],
  top: "top-1",
};

test("a snapshot makes a layer of the top, and a rollback to it drops what came later", () => {
  const one = withSnapshot(fresh, "one", "top-2", now);
  const two = withSnapshot(one, "two", "top-3", now);

  expect(directoriesOf(two)).toEqual(["base-1", "layers/top-1", "layers/top-2", "layers/top-3"]);
  expect(directoriesOf(rolledBack(two, "one", "top-4")!)).toEqual(["base-1", "layers/top-1", "layers/top-4"]);
});

test("without a name, a rollback goes to what the chroot began with", () => {
  const one = withSnapshot(fresh, "one", "top-2", now);

  expect(rolledBack(one, undefined, "top-3")).toEqual({ ...fresh, top: "top-3" });
});

test("what a failed build left stays whatever is rolled back, below all snapshots", () => {
  const left = { source: "sl", version: "5.02-1", layers: ["dependencies", "built"] };
  const one = withSnapshot({ ...fresh, failedBuild: left }, "one", "top-2", now);

  expect(lowerLayersOf(one)).toEqual(["dependencies", "built", "top-1"]);
  expect(directoriesOf(rolledBack(one, undefined, "top-3")!)).toEqual([
    "base-1",
    "layers/dependencies",
    "layers/built",
    "layers/top-3",
  ]);
});

test("there is no way back to a snapshot that was never taken", () => {
  expect(rolledBack(fresh, "never", "top-2")).toBeUndefined();
});

test("whatever is done to a chroot, no directory is in it twice, and the top is its own", () => {
  const step = fc.record({ roll: fc.boolean(), to: fc.option(fc.nat(9), { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let chroot = fresh;
      for (const [index, { roll, to }] of steps.entries()) {
        const top = `new-${index}`;
        const name = to === undefined ? undefined : `s${to}`;
        const known = chroot.layers.some(({ snapshot }) => snapshot === name);
        if (roll) chroot = rolledBack(chroot, name, top) ?? chroot;
        else if (name !== undefined && !known) chroot = withSnapshot(chroot, name, top, now);
      }
      const directories = directoriesOf(chroot);
      expect(new Set(directories).size).toBe(directories.length);
    }),
  );
});
