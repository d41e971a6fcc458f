import { errorCodes } from "@debootc/core/error/codes";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { composeCommandRequestSchema } from "@debootc/core/request/compose-command-request";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { isGiven } from "../door/is-given.ts";
import { flagOf, type Origins } from "../door/options-from-request.ts";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { composeSummary } from "../render/screens/compose-summary.ts";

export const compose = defineCommand({
  description:
    "Build an ostree commit and a bootc container image from a treefile, or from each variant of a compose file. " +
    "Packages come from the lockfile next to it; without one, apt chooses them now and the compose keeps the lock.",
  request: composeCommandRequestSchema,
  logRows: ({ hub }) => (hub === undefined ? 0 : 3),
  examples: [
    {
      purpose: "compose a small Debian that boots",
      command: `${programName} compose treefiles/minimal.yaml`,
    },
    {
      purpose: "compose one variant of a release; without --variant, all of them",
      command: `${programName} compose treefiles/compose.yaml --variant server`,
    },
    {
      purpose:
        "only fetch the packages and build the root, into the cache; --skip lint,report leaves steps out",
      command: `${programName} compose treefiles/minimal.yaml --phase gather,build`,
    },
  ],
  run: async (given, deps, { settings, origins, ask }) => {
    const { hub, keyFile, repository, detach, ...request } = given;
    if (hub !== undefined) {
      refuseLocal(origins);
      const { composeAtHub } = await import("../hub/compose-at-hub.ts");
      const { treefile, variant } = request;
      const arches = isGiven(origins, "arch") ? request.arch : undefined;
      return composeAtHub({ treefile, variant, arches, hub, keyFile, repository, detach }, { ...deps, ask });
    }
    const { runCompose } = await import("@debootc/pipeline/compose/run-compose");
    const result = await runCompose(request, deps, {
      configuration: configurationDirectories(settings.files),
      chosen: isGiven(origins, "arch"),
    });
    return {
      exitStatus: result.failed === undefined ? 0 : errorCodes["compose-incomplete"].exit,
      result,
      text: (canvas) => composeSummary(result, canvas),
    };
  },
});

const forHub = new Set(["treefile", "variant", "arch", "hub", "keyFile", "repository", "detach", "json"]);

/** How the hub composes is up to its file in the repository and to the workflow. */
function refuseLocal(origins: Origins): void {
  const flags = Object.entries(origins).flatMap(([name, { kind }]) =>
    kind === "flag" && !forHub.has(name) ? [flagOf(name)] : [],
  );
  if (flags.length === 0) return;
  throw new DebootcError("usage", `${flags.join(", ")} cannot be given with --hub`, {
    hint: "With --hub, only FILE, --variant and --arch say what is composed; the workflow of the repository says how.",
  });
}
