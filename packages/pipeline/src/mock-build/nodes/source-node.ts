import { join } from "node:path";
import type { Node } from "../../engine/node.ts";
import type { MockBuildRecords } from "../mock-build-records.ts";
import { placeSource } from "../source/place-source.ts";

/** Finds the source package and puts its verified files into one directory. */
export function sourceNode(argument: string, directory: string): Node<MockBuildRecords, "source"> {
  return {
    id: "source",
    phase: "init",
    title: "Find the source package",
    reads: [],
    required: true,
    timeoutSeconds: 3600,
    resources: { cpus: 1, memoryMiB: 256, diskMiB: 1024 },
    run: async () => ({ output: await placeSource(argument, join(directory, "source")) }),
  };
}
