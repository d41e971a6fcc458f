import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { eventStream } from "@debootc/pipeline/engine/event-stream";
import { defineNode, type Node } from "@debootc/pipeline/engine/node";
import { runNodes } from "@debootc/pipeline/engine/run-nodes";
import { slot } from "@debootc/pipeline/engine/slot";
import { removeTree } from "@debootc/pipeline/worker/remove-tree";
import type { Bench, BenchContext, Figure } from "./bench.ts";
import { median, medianDeviation } from "./statistics.ts";

/** Measures what the engine itself costs: a graph whose nodes do nothing, each of which waits for three before it. */
export const scaleBench: Bench = {
  name: "scale",
  title: "the engine's own cost: graphs of 1000 and of 10,000 nodes that do nothing, eight at once",
  run: async (context) => {
    const small = await costsOf(1000, context);
    const large = await costsOf(10_000, context);
    const memory = process.memoryUsage.rss() / 2 ** 20;
    return [
      figureOf("1000 nodes", small),
      { ...figureOf("10,000 nodes", large), wanted: 2 },
      {
        name: "a node of the large graph, to one of the small",
        value: median(large) / median(small) / 10,
        unit: "ratio",
        wanted: 1.5,
      },
      { name: "memory of Node afterwards", value: memory, unit: "MiB", wanted: 300 },
    ];
  },
};

function figureOf(name: string, seconds: readonly number[]): Figure {
  return { name, value: median(seconds), unit: "s", spread: medianDeviation(seconds) };
}

async function costsOf(count: number, { work, rounds, say }: BenchContext): Promise<readonly number[]> {
  const costs: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const directory = join(work, `${count}-${round}`);
    await mkdir(directory);
    const begin = performance.now();
    await runNodes(idleGraph(count), {
      events: eventStream(() => {}, clock),
      signal: new AbortController().signal,
      clock,
      logDirectory: directory,
      workDirectory: join(directory, "work"),
      atOnce: 8,
      removeTree,
      keep: async () => {},
    });
    costs.push((performance.now() - begin) / 1000);
    say(`${count} nodes: ${costs.at(-1)?.toFixed(2)} s`);
  }
  return costs;
}

const clock = () => new Date();

function idleGraph(count: number): readonly Node[] {
  const slots = Array.from({ length: count }, (_, at) => slot<number>(`node-${at}`));
  return slots.map((leaves, at) => {
    const before = [1, 2, 10].flatMap((distance) => slots[at - distance] ?? []);
    return defineNode({
      leaves,
      phase: "build",
      title: "Do nothing",
      reads: Object.fromEntries(before.map((one) => [one.id, one])),
      required: true,
      timeoutSeconds: 60,
      resources: { cpus: 1, memoryMiB: 1, diskMiB: 1 },
      run: async () => ({ output: at }),
    });
  });
}
