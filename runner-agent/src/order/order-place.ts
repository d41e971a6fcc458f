import { copyTree } from "@debootc/tools/files/copy-tree";
import { writable } from "@debootc/tools/files/writable";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { listener, type Runner } from "./runner.ts";

/** Is the directory in which one order works, and nothing before or after it. */
export interface OrderPlace {
  readonly directory: string;
  readonly home: string;
  readonly temporary: string;
  readonly log: string;
  /** The program that is its runner, and where that is started. */
  readonly tool: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** Names the directory with the directories of orders. */
export function ordersIn(workDir: string): string {
  return join(workDir, "orders");
}

/** Names the directory of an order. */
export function orderDirectory(workDir: string, id: string): string {
  return join(ordersIn(workDir), id);
}

/** Makes the directory of an order, with a runner of its own. Throws `results-unwritable`. */
export async function prepareOrderPlace(
  workDir: string,
  id: string,
  { runner, signal }: { readonly runner: Runner; readonly signal: AbortSignal },
): Promise<OrderPlace> {
  const directory = orderDirectory(workDir, id);
  const at = (name: string) => join(directory, name);
  const common = { directory, home: at("home"), temporary: at("tmp"), log: at("log") };
  await writable(directory, async () => {
    await mkdir(directory, { mode: 0o700 });
    await mkdir(common.home);
    await mkdir(common.temporary);
  });
  if (!runner.isDirectory) {
    const cwd = at("work");
    await writable(cwd, () => mkdir(cwd));
    return { ...common, tool: runner.path, args: [], cwd };
  }
  // A copy, since a job could change files that it shared with the runner of the next one.
  const cwd = at("runner");
  await copyTree(runner.path, cwd, signal);
  return { ...common, tool: join(cwd, listener), args: ["run"], cwd };
}
