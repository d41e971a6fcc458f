import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { definePlugin, type RootAccess, z } from "../plugin/api.ts";
import { buildDependencyGroups } from "./build-dependency-groups.ts";
import { type InstalledFiles, judgeDependencies } from "./judge-dependencies.ts";

const options = z.strictObject({
  require: z.boolean().default(false).meta({ description: "The build fails if there is one." }),
  ignore: z.array(z.string()).default([]).meta({ description: "Packages that are not reported." }),
});

const report = "unused-build-dependencies.txt";

/**
 * Reports build dependencies that a build did not use: none of their files, nor of what they bring, was opened from
 * unpacking to the end. Uses the kernel's fanotify, because access times in an overlay's lower layer never change.
 */
export const unusedBuildDependencies = definePlugin({
  name: "unused-build-dependencies",
  version: "1",
  changesResults: false,
  options,
  hooks: {
    sourceReady: ({ details, state }) => void state.set("source", details.source),
    beforeBuild: async ({ watchOpens, state, warn }) => {
      try {
        await watchOpens();
        state.set("watched", true);
      } catch (error) {
        warn(
          `cannot watch which files a build opens: ${error instanceof Error ? error.message : String(error)}`,
          "It takes root outside any user namespace.",
        );
      }
    },
    afterBuild: async ({
      options: { require, ignore },
      state,
      runInside,
      openedFiles,
      addResult,
      verdict,
    }) => {
      if (state.get("watched") !== true)
        return verdict({ status: "skipped", summary: "opened files could not be watched" });
      const opened = await openedFiles();
      const { directory, dscName } = state.get("source") as { directory: string; dscName: string };
      const groups = buildDependencyGroups(await readFile(join(directory, dscName), "utf8"));
      const judged = judgeDependencies(groups, await installedFiles({ runInside }), new Set(opened));
      const unused = judged.filter(
        ({ verdict: is, names }) => is === "unused" && !names.some((name) => ignore.includes(name)),
      );
      const lines = judged.map(
        ({ names, verdict: is, opened: count }) =>
          `${is.padEnd(10)} ${names.join(" | ")}  ${count} files opened`,
      );
      await addResult(report, `${lines.toSorted().join("\n")}\n`);
      verdict({
        status: unused.length === 0 ? "passed" : "failed",
        summary:
          unused.length === 0
            ? `all ${judged.length} build dependencies were used`
            : `nothing opened a file of ${unused.map(({ names }) => names.join(" | ")).join(", ")}`,
        log: report,
        required: require,
      });
    },
  },
});

/** Reads what dpkg knows about the root, and where its links lead. */
async function installedFiles({ runInside }: Pick<RootAccess, "runInside">): Promise<InstalledFiles> {
  const facts = await runInside({
    tool: "dpkg-query",
    args: ["--show", "--showformat=${Package}\\t${Essential}\\t${Provides}\\t${Pre-Depends}, ${Depends}\\n"],
  });
  const files = await runInside({
    tool: "sh",
    args: [
      "-c",
      'cd /var/lib/dpkg/info && for list in *.list; do printf "\\n%s\\n" "$list"; cat "$list"; done',
    ],
  });
  const links = await runInside({
    tool: "find",
    args: ["/usr", "/etc", "-xdev", "-type", "l", "-printf", "%p\\t%l\\n"],
    accept: "all",
  });
  return { facts: facts.stdout, files: files.stdout, links: links.stdout };
}
