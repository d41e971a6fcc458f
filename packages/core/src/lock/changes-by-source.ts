import { groupChanges } from "../diff/group-changes.ts";
import type { PackageChange } from "../diff/package-change.ts";
import type { LockedChange } from "./lock-diff.ts";

/** Groups the changes of a lock by source package, as those of images are; sizes are those of the .debs. */
export function changesBySource(changes: readonly LockedChange[]): PackageChange[] {
  return groupChanges(
    changes.flatMap(({ name, change, from, to }) => {
      const one = to ?? from;
      if (one === undefined) return [];
      return [
        {
          source: one.source,
          change,
          ...(from === undefined ? {} : { from: from.version }),
          ...(to === undefined ? {} : { to: to.version }),
          packages: [{ name, architecture: one.architecture }],
          sizeChange: (to?.size ?? 0) - (from?.size ?? 0),
        },
      ];
    }),
  );
}
