import { defineAction } from "@debootc/actions-kit/definition/action-definition";
import { inputSchema } from "@debootc/actions-kit/definition/own-fields";
import { lockCommandRequestSchema } from "@debootc/core/request/lock-command-request";

/** Describes `uses: debootc/compose/actions/lock@v1`. */
export const lockAction = defineAction({
  name: "lock",
  title: "debootc lock",
  description: "Lock the packages of a treefile or compose file, or update its locks, and say what changed",
  request: lockCommandRequestSchema,
  without: ["json", "markdown", "check"],
  own: inputSchema({}),
  outputs: {
    changed: "true if a lock differs from what it was",
    files: "the locks that were written, relative to the checkout, one a line",
    text: "a file with what changed as Markdown, for a pull request: what GitHub takes of it",
    json: "what changed as JSON, as of debootc lock --json",
  },
});
