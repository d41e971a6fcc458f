import { debianArchitectureSchema } from "@debootc/core/debian/debian-architecture";
import type { AgentSettings } from "@debootc/core/fleet/agent-settings";
import { type HostReport, hostReportSchema } from "@debootc/core/fleet/host-report";
import { nativeArchitecture } from "@debootc/tools/native-architecture";
import { readFile, statfs } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import type { Runner } from "../order/runner.ts";
import { emulatedArchitectures } from "./emulated-architectures.ts";
import { namesInCache } from "./names-in-cache.ts";

const mebibyte = 1024 * 1024;

/** Returns what this host can do, as its hub wants to know it. */
export async function hostReportOf(
  { workDir, cacheDir, slots, labels, arches }: AgentSettings,
  runner: Runner,
  version: string,
): Promise<HostReport> {
  const { blocks, bsize } = await statfs(workDir);
  const bootId = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
  return hostReportSchema.parse({
    ...{ version, slots, labels },
    bootId: bootId.trim(),
    arches: arches ?? (await architectures()),
    cpus: availableParallelism(),
    memoryMiB: Math.floor(totalmem() / mebibyte),
    diskMiB: Math.max(1, Math.floor((blocks * bsize) / mebibyte)),
    runner: { kind: runner.kind, version: runner.version },
    caches: await namesInCache(cacheDir),
  });
}

/** Its own comes first. */
async function architectures(): Promise<readonly string[]> {
  const native = debianArchitectureSchema.parse(await nativeArchitecture());
  return [...new Set([native, ...(await emulatedArchitectures())])];
}
