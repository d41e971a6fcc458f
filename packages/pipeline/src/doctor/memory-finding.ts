import type { DoctorFinding } from "@debootc/core/doctor/doctor-report";
import { readFile } from "node:fs/promises";

const comfortableMebibytes = 2048;

/** Reports the memory available. Too little slows a compose down or kills it, but is never a reason to refuse it. */
export async function memoryFinding(): Promise<DoctorFinding> {
  return judgeMemory(await readFile("/proc/meminfo", "utf8"));
}

/** Judges the text of /proc/meminfo. */
export function judgeMemory(meminfo: string): DoctorFinding {
  const mebibytes = (key: string) =>
    Math.floor(Number(new RegExp(`^${key}: *([0-9]+) kB$`, "m").exec(meminfo)?.[1]) / 1024);
  const available = mebibytes("MemAvailable") + mebibytes("SwapFree");
  const finding: DoctorFinding = {
    id: "memory",
    state: "ok",
    title: "memory",
    detail: `${available} MiB available with swap, of ${mebibytes("MemTotal")} MiB`,
  };
  if (available >= comfortableMebibytes) return finding;
  return {
    ...finding,
    hint: `Composing and booting want ${comfortableMebibytes} MiB: close other programs, or add swap.`,
  };
}
