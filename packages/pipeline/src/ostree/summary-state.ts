import { parseSummaryRefs } from "@debootc/core/ostree/summary-refs";
import { readRefs } from "@debootc/tools/ostree/ostree-refs";
import { readIfPresent } from "@debootc/tools/files/paths";
import { run } from "@debootc/tools/run";
import { join } from "node:path";

/** Says how a summary relates to the refs. `stale`: clients trust the summary more than the refs, so they see earlier commits. */
export type SummaryState = "absent" | "current" | "stale";

/** Compares the summary of a repository, which clients see, with its refs. */
export async function summaryState(repo: string): Promise<SummaryState> {
  if ((await readIfPresent(join(repo, "summary"))) === undefined) return "absent";
  const { stdout } = await run({ tool: "ostree", args: [`--repo=${repo}`, "summary", "--view"] });
  const told = parseSummaryRefs(stdout);
  const own = [...(await readRefs(repo))].filter(([name]) => !name.includes(":"));
  const isCurrent = told.size === own.length && own.every(([name, checksum]) => told.get(name) === checksum);
  return isCurrent ? "current" : "stale";
}
