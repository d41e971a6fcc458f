import { expect, test } from "vitest";
import { mapsEverything, userNamespaceObstacles } from "./user-namespace.ts";

const willing = { largestNumber: 96_365, hasNewuidmap: true, hasSubordinateIds: true };

test("only the first user namespace of a machine maps every id to itself", () => {
  expect(mapsEverything("         0          0 4294967295\n")).toBe(true);
  expect(mapsEverything("         0       1002          1\n         1     165536      65535\n")).toBe(false);
  expect(mapsEverything("         0          0      65536\n")).toBe(false);
});

test("a machine that allows user namespaces has no obstacle, whatever settings it lacks", () => {
  expect(userNamespaceObstacles(willing)).toEqual([]);
  expect(userNamespaceObstacles({ ...willing, unprivilegedClone: 1, apparmorRestricts: 0 })).toEqual([]);
});

test.each([
  [{ apparmorRestricts: 1 }, "AppArmor"],
  [{ unprivilegedClone: 0 }, "only root may"],
  [{ largestNumber: 0 }, "allows none"],
  [{ hasNewuidmap: false }, "apt-get install uidmap"],
  [{ hasSubordinateIds: false }, "/etc/subuid"],
])("what stands in the way is named: %o", (setting, words) => {
  const obstacles = userNamespaceObstacles({ ...willing, ...setting });
  expect(obstacles).toHaveLength(1);
  expect(obstacles[0]).toContain(words);
});
