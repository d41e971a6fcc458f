import { defineAction } from "@debootc/actions-kit/definition/action-definition";
import { inputSchema } from "@debootc/actions-kit/definition/own-fields";
import { ostreeCommitRequestSchema } from "@debootc/core/request/ostree/ostree-commit-request";

/** Describes `uses: debootc/compose/actions/ostree-commit@v1`. */
export const ostreeCommitAction = defineAction({
  name: "ostree-commit",
  title: "debootc ostree commit",
  description: "Commit a directory, whatever made it, as the next commit of a ref of an ostree repository",
  request: ostreeCommitRequestSchema,
  without: ["json"],
  own: inputSchema({}),
  outputs: {
    commit: "the checksum of the commit",
    parent: "the checksum of the commit before it; empty for the first one",
    ref: "the ref",
    repository: "the directory of the repository, which is made if it is not there",
  },
  cleansUp: false,
});
