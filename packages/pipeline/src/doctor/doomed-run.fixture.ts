import { digestOfBytes } from "@debootc/core/record/digest";
import { run } from "@debootc/tools/run";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openLocalCache } from "../cache/local-cache.ts";
import { partialPath } from "../cache/partial-file.ts";
import { identifyProcess } from "../cache/process-identity.ts";
import { removeTree } from "../worker/remove-tree.ts";
import { startComposeDirectory } from "../composed/compose-directory.ts";

// A run that makes everything a crash can leave below `OUT CACHE`, says so, and waits for its end. What it starts
// is started by a shell in the background, so that it outlives the run.
const [outputDir = "", cacheDir = ""] = process.argv.slice(2);
const owner = await identifyProcess(process.pid);
const wanted = { short: "tiny", version: "13", date: "20250131", type: "test" } as const;
const compose = await startComposeDirectory(outputDir, wanted);
await writeFile(join(compose.logs, "kept.log"), "kept\n");
await mkdir(join(cacheDir, "debs/0f"), { recursive: true });
await writeFile(partialPath(join(cacheDir, "debs/0f/0f.deb"), owner), "half");
await makeMounts(join(compose.work, "mnt"));
await makeLoopDevice(join(compose.work, "disk.raw"));
const pipe = join(compose.work, "pipe");
await run({ tool: "mkfifo", args: [pipe] });
void inBackground(`tar --extract --directory=/ --file=${pipe}`);

const cache = await openLocalCache({
  directory: join(cacheDir, "steps"),
  trustDomain: "trusted",
  producer: "0.0.0",
  clock: () => new Date(),
  removeTree,
});
await cache.put("root", digestOfBytes("key"), async (content) => {
  await writeFile(join(content, "half"), "");
  await sleep(500);
  process.stdout.write("doomed\n");
  await sleep(600_000);
  return digestOfBytes("never");
});

async function makeMounts(target: string): Promise<void> {
  await mkdir(target);
  await run({ tool: "mount", args: ["-t", "tmpfs", "none", target] });
  await mkdir(join(target, "inner"));
  await run({ tool: "mount", args: ["-t", "tmpfs", "none", join(target, "inner")] });
}

async function makeLoopDevice(file: string): Promise<void> {
  await run({ tool: "truncate", args: ["--size=1M", file] });
  await run({ tool: "losetup", args: ["--find", file] });
}

function inBackground(command: string): Promise<unknown> {
  return run({ tool: "sh", args: ["-c", `${command} & wait`] });
}
