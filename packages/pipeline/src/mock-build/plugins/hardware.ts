import { readFile } from "node:fs/promises";
import { arch, cpus, loadavg, release, totalmem, version } from "node:os";
import { definePlugin } from "../plugin/api.ts";
import { availableMemory } from "@debootc/tools/available-memory";

/** Records the machine on which a build ran, in `hardware.json`. */
export const hardware = definePlugin({
  name: "hardware",
  version: "1",
  changesResults: false,
  hooks: {
    beforeBase: async ({ addResult }) => {
      const processors = cpus();
      const facts = {
        processor: {
          model: processors[0]?.model ?? "unknown",
          count: processors.length,
          architecture: arch(),
        },
        flags: flagsOf(await readFile("/proc/cpuinfo", "utf8")),
        memory: {
          totalBytes: totalmem(),
          availableBytes: await availableMemory(),
        },
        load: loadavg(),
        kernel: { release: release(), version: version() },
        system: await systemName(),
      };
      await addResult("hardware.json", `${JSON.stringify(facts, undefined, 2)}\n`);
    },
  },
});

/** Returns the capabilities of the processor, which x86 calls flags and arm Features. */
function flagsOf(cpuinfo: string): string[] {
  return (/^(?:flags|Features)\s*:\s*(.*)$/m.exec(cpuinfo)?.[1] ?? "").split(" ").filter(Boolean);
}

async function systemName(): Promise<string> {
  const text = await readFile("/etc/os-release", "utf8").catch(() => "");
  return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(text)?.[1] ?? "unknown";
}
