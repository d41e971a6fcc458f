import { ostreeLogRequestSchema } from "@debootc/core/request/ostree/ostree-log-request";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { factRows } from "../../render/text/facts.ts";
import { printable } from "../../render/text/printable.ts";

export const log = defineCommand({
  description:
    "Show the commits of a ref, the newest first, and the keys that their signatures claim. debootc ostree verify checks " +
    "whether that is true.",
  request: ostreeLogRequestSchema,
  examples: [
    {
      purpose: "show the newest commits",
      command: `${programName} ostree log /srv/updates debian/trixie/amd64/minimal`,
    },
    {
      purpose: "show only the current commit, for scripts",
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
              { label: "date", value: timestamp },
              ...(subject === "" ? [] : [{ label: "subject", value: printable(subject) }]),
              ...(signers.length === 0
                ? [{ label: "signature", value: "none" }]
                : signers.map((key) => ({ label: "signature of", value: key }))),
            ],
            canvas,
          ),
        );
        const more = result.more ? ["", `  ${canvas.style.faint("there are more: raise --limit")}`] : [];
        return [...commits, ...more, "", ""].join("\n");
      },
    };
  },
});
