import type { BuildGroup } from "../mock-build/limits/build-groups.ts";
import { type Leftover, leftover } from "./leftover.ts";

/** Selects the control groups of builds whose worker died. */
export function judgeBuildGroups(groups: readonly BuildGroup[]): Leftover[] {
  return groups
    .filter(({ life }) => life === "dead")
    .map(({ directory, owner }) =>
      leftover(
        `cgroup:${directory}`,
        `control group ${directory}`,
        `process ${owner.pid} died during its build`,
        {
          do: "remove-cgroup",
          directory,
        },
      ),
    );
}
