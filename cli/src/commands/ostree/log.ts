import { ostreeLogRequestSchema } from "@debootc/core/request/ostree/ostree-log-request";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { factRows } from "../../render/text/facts.ts";
import { printable } from "../../render/text/printable.ts";

export const log = defineCommand({
  description:
    "Tell which commits a ref names and named before, the newest first, and who says to have signed them. Whether " +
    "that is true is told by debootc ostree verify.",
  request: ostreeLogRequestSchema,
  examples: [
    {
      purpose: "the last ones",
      command: `${programName} ostree log /srv/updates debian/trixie/amd64/minimal`,
    },
    {
      purpose: "only what is published now, for a program",
      command: `${programName} ostree log /srv/updates debian/trixie/amd64/minimal --limit 1 --json`,
    },
  ],
  run: async (request) => {
    const { logRef } = await import("@debootc/pipeline/ostree/log-ref");
    const result = await logRef(request);
    return {
      exitStatus: 0,
      result,
      text: (canvas) => {
        const commits = result.commits.flatMap(({ checksum, version, timestamp, subject, signers }) =>
          factRows(
            printable(version ?? (subject || "without a version")),
            [
              { label: "commit", value: checksum },
              { label: "of", value: timestamp },
              ...(subject === "" ? [] : [{ label: "subject", value: printable(subject) }]),
              ...(signers.length === 0
                ? [{ label: "signature", value: "none" }]
                : signers.map((key) => ({ label: "signature of", value: key }))),
            ],
            canvas,
          ),
        );
        const more = result.more ? ["", `  ${canvas.style.faint("and more: --limit")}`] : [];
        return [...commits, ...more, "", ""].join("\n");
      },
    };
  },
});
