import { randomUUID } from "node:crypto";
import { appendFile, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BuildResources, definePlugin, z } from "../plugin/api.ts";

const lineSchema = z.object({
  source: z.string(),
  chroot: z.string(),
  resources: z.record(z.string(), z.number()),
});

/**
 * Records what builds used, as counted by control groups, next to what the same source package used before, in
 * `resource-statistics.json`, which shows how large a machine must be. Of a long history the newest half stays.
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
      const past = await readFile(history, "utf8").catch(() => "");
      const before = parseHistory(past).filter(
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
      if (past.length > longestHistory) await replaceFile(history, newestOf(past + JSON.stringify(line)));
      const told = {
        ...line,
        builds: before.length + 1,
        most: mostOf([...before.map((one) => one.resources), resources]),
      };
      await addResult("resource-statistics.json", `${JSON.stringify(told, undefined, 2)}\n`);
    },
  },
});

/** In characters; some thousands of builds. */
const longestHistory = 1024 * 1024;

/** Returns the newest half of a history that has become too long, whole lines only. */
export function newestOf(history: string, longest: number = longestHistory): string {
  const lines = history.trimEnd().split("\n");
  let length = 0;
  const kept = lines.toReversed().filter((line) => (length += line.length + 1) <= longest / 2);
  return kept
    .toReversed()
    .map((line) => `${line}\n`)
    .join("");
}

/** Replaces the history in one step. A line that another run adds meanwhile is lost, which a statistic can bear. */
async function replaceFile(path: string, text: string): Promise<void> {
  const made = `${path}.${randomUUID()}`;
  await writeFile(made, text);
  await rename(made, path);
}

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
