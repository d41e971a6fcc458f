import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type BuildResources, definePlugin, z } from "../plugin/api.ts";

const lineSchema = z.object({
  source: z.string(),
  chroot: z.string(),
  resources: z.record(z.string(), z.number()),
});

/**
 * Records what builds used, as counted by control groups, next to what the same source package used before, in
 * `resource-statistics.json`, which shows how large a machine must be.
 */
export const resourceStatistics = definePlugin({
  name: "resource-statistics",
  version: "1",
  changesResults: false,
  hooks: {
    sourceReady: ({ details, state }) => void state.set("source", details.source),
    resultsReady: async ({ details: { source, resources }, facts, addResult }) => {
      if (resources === undefined) return;
      const history = join(await facts.cacheDirectory(), "history.jsonl");
      const before = parseHistory(await readFile(history, "utf8").catch(() => "")).filter(
        (line) => line.source === source.name && line.chroot === facts.chroot.name,
      );
      const line = {
        source: source.name,
        version: source.version,
        chroot: facts.chroot.name,
        jobs: facts.jobs,
        resources,
      };
      await appendFile(history, `${JSON.stringify(line)}\n`);
      const told = {
        ...line,
        builds: before.length + 1,
        most: mostOf([...before.map((one) => one.resources), resources]),
      };
      await addResult("resource-statistics.json", `${JSON.stringify(told, undefined, 2)}\n`);
    },
  },
});

/** Parses the history; leaves out a line that another run is just writing. */
function parseHistory(text: string): readonly z.infer<typeof lineSchema>[] {
  return text.split("\n").flatMap((line) => {
    try {
      return [lineSchema.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

/** Returns the maximum of each resource over all builds. */
export function mostOf(
  builds: readonly (BuildResources | Readonly<Record<string, number>>)[],
): Record<string, number> {
  const most: Record<string, number> = {};
  for (const [name, value] of builds.flatMap((one) => Object.entries(one))) {
    most[name] = Math.max(most[name] ?? 0, Number(value));
  }
  return most;
}
