import fc from "fast-check";
import { expect, test } from "vitest";
import { digestOfBytes } from "../../record/digest.ts";
import { directoriesOf, layersUpTo, lowerLayersOf, type NamedChroot, withSnapshot } from "./named-chroot.ts";

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

test("a snapshot makes a layer of the top, and what came after it is not among those up to it", () => {
  const one = withSnapshot(fresh, "one", "top-2", now);
  const two = withSnapshot(one, "two", "top-3", now);

  expect(directoriesOf(two)).toEqual(["base-1", "layers/top-1", "layers/top-2", "layers/top-3"]);
  expect(layersUpTo(two, "one")?.map(({ id }) => id)).toEqual(["top-1"]);
});

test("without a name, no layer is left: it is as the chroot began", () => {
  const one = withSnapshot(fresh, "one", "top-2", now);

  expect(layersUpTo(one, undefined)).toEqual([]);
});

test("what a failed build left stays whatever is rolled back, below all snapshots", () => {
  const left = { source: "sl", version: "5.02-1", layers: ["dependencies", "built"] };
  const one = withSnapshot({ ...fresh, failedBuild: left }, "one", "top-2", now);

  expect(lowerLayersOf(one)).toEqual(["dependencies", "built", "top-1"]);
  const layers = layersUpTo(one, undefined) ?? [];
  expect(directoriesOf({ ...one, layers, top: "top-3" })).toEqual([
    "base-1",
    "layers/dependencies",
    "layers/built",
    "layers/top-3",
  ]);
});

test("there is no way back to a snapshot that was never taken", () => {
  expect(layersUpTo(fresh, "never")).toBeUndefined();
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
        const layers = layersUpTo(chroot, name);
        if (roll && layers !== undefined) chroot = { ...fresh, layers, top };
        else if (!roll && name !== undefined && !known) chroot = withSnapshot(chroot, name, top, now);
      }
      const directories = directoriesOf(chroot);
      expect(new Set(directories).size).toBe(directories.length);
    }),
  );
});
