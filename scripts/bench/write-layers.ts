import { readFile } from "node:fs/promises";
import { writeLayers } from "@debootc/pipeline/image/write-layers";

/** write-layers.ts REQUEST: what the privileged worker does for an image, in a process of its own. */
const begin = performance.now();
await writeLayers(JSON.parse(await readFile(process.argv[2] ?? "", "utf8")), {
  report: () => {},
  log: () => {},
  signal: new AbortController().signal,
});
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({
    wall: (performance.now() - begin) / 1000,
    cpu: (userCPUTime + systemCPUTime) / 1e6,
    memory: maxRSS / 1024,
  }),
);
