import { runAction } from "@debootc/actions-kit/run/run-action";
import { code, table } from "@debootc/core/text/markdown";
import { commitToRef } from "@debootc/pipeline/ostree/commit-directory";
import { initRepositoryAt } from "@debootc/pipeline/ostree/init-repository";
import { existsSync } from "node:fs";
import { ostreeCommitAction } from "./definition.ts";

await runAction(ostreeCommitAction, async ({ request }, { dependencies }) => {
  // A new runner has none.
  if (!existsSync(request.repo)) await initRepositoryAt({ repo: request.repo, json: false });
  const { checksum, parent = "", ref, repo } = await commitToRef(request, dependencies);
  const rows = [
    ["commit", code(checksum)],
    ["parent", parent === "" ? "none" : code(parent)],
  ];
  return {
    outputs: { commit: checksum, parent, ref, repository: repo },
    summary: `${[`### Committed to ${code(ref)}`, "", ...table(["", ""], rows)].join("\n")}\n\n`,
  };
});
