import { parseSummaryRefs } from "@debootc/core/ostree/summary-refs";
import { readRefs } from "@debootc/tools/ostree/ostree-refs";
import { readIfPresent } from "@debootc/tools/files/read-if-present";
import { run } from "@debootc/tools/run";
import { join } from "node:path";

/** `stale`: clients believe a summary over the refs, so they see the commits before. */
export type SummaryState = "absent" | "current" | "stale";

/** Whether what clients are told of a repository is what its refs say. */
export async function summaryState(repo: string): Promise<SummaryState> {
  if ((await readIfPresent(join(repo, "summary"))) === undefined) return "absent";
  const { stdout } = await run({ tool: "ostree", args: [`--repo=${repo}`, "summary", "--view"] });
  const told = parseSummaryRefs(stdout);
  const own = [...(await readRefs(repo))].filter(([name]) => !name.includes(":"));
  const isCurrent = told.size === own.length && own.every(([name, checksum]) => told.get(name) === checksum);
  return isCurrent ? "current" : "stale";
}
