import { namesIn } from "@debootc/tools/files/paths";
import { join } from "node:path";
import type { Log } from "../log/log.ts";
import { cleanPlace } from "./clean-place.ts";
import { endAllProcesses, markOf } from "./order-processes.ts";
import { ordersIn } from "./order-place.ts";

/**
 * Cleans up after an agent that was killed: ends what its orders left running, and removes their groups and directories.
 * Only the one agent that holds the work directory may call it.
 */
export async function cleanLeftovers(workDir: string, log: Log): Promise<void> {
  const processes = await endAllProcesses(markOf(workDir));
  const names = await namesIn(ordersIn(workDir));
  for (const name of names) await cleanPlace(join(ordersIn(workDir), name));
  if (processes > 0 || names.length > 0)
    log.warn({ orders: names, processes }, "cleaned up after an agent that did not end by itself");
}
