import { errorCodes } from "@debootc/core/error/codes";
import { lockCommandRequestSchema } from "@debootc/core/request/lock-command-request";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { defineCommand } from "../door/command-door.ts";
import { isGiven } from "../door/is-given.ts";
import { programName } from "../screen/program-name.ts";
import { lockMarkdown } from "@debootc/core/lock/changes/lock-markdown";
import { shortPath } from "../render/text/short-path.ts";
import { lockSummary } from "../render/screens/lock-summary.ts";

export const lock = defineCommand({
  description:
    "Let apt choose the packages of a treefile, or of each variant of a compose file, and pin them, with their hashes, in a " +
    "lockfile next to it. Commit that file: composes are built from it and from nothing else.",
  request: lockCommandRequestSchema,
  examples: [
    {
      purpose: "lock for this machine's architecture",
      command: `${programName} lock treefiles/minimal.yaml`,
    },
    {
      purpose: "take newer packages for all variants of a release, and write the text of a pull request",
      command: `${programName} lock treefiles/compose.yaml --update --markdown`,
    },
    {
      purpose: "also pin user and group ids as they are in the newest compose",
      command: `${programName} lock treefiles/minimal.yaml --ids latest`,
    },
  ],
  run: async (request, deps, { settings, origins, typed }) => {
    const { runLock } = await import("@debootc/pipeline/lock/run-lock");
    const locked = await runLock(request, deps, {
      configuration: configurationDirectories(settings.files),
      chosen: isGiven(origins, "arch"),
    });
    const result = { ...locked, treefile: typed.get(locked.treefile) ?? locked.treefile };
    const isOutdated = result.checked && result.locks.some(({ changed }) => changed);
    return {
      exitStatus: isOutdated ? errorCodes["lock-outdated"].exit : 0,
      result,
      text: (canvas) =>
        request.markdown
          ? lockMarkdown(result, (path) => shortPath(path, canvas.directory))
          : lockSummary(result, request, canvas),
    };
  },
});
