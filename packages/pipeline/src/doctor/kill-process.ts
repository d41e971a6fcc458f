import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "@debootc/tools/errno";
import { setTimeout as sleep } from "node:timers/promises";
import { lifeOf, type ProcessIdentity } from "../cache/process-identity.ts";

const limitSeconds = 5;

/** Kills exactly this process and waits until it is gone; leaves alone another process that has its pid by now. */
export async function killProcess(identity: ProcessIdentity): Promise<void> {
  const pauseSeconds = 0.02;
  for (let waited = 0; waited < limitSeconds; waited += pauseSeconds) {
    if ((await lifeOf(identity)) === "dead") return;
    if (waited === 0) signal(identity.pid);
    await sleep(pauseSeconds * 1000);
  }
  throw new DebootcError("in-use", `cannot kill process ${identity.pid}: it does not end`, {
    hint: "It is probably waiting for a device or a file system that does not answer: see dmesg.",
  });
}

function signal(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!hasErrno(error, "ESRCH")) throw error;
  }
}
