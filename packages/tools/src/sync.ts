import { run } from "./run.ts";

/** Waits until everything written to a path's file system is on disk (syncfs(2)). */
export async function flushFileSystem(path: string): Promise<void> {
  await run({ tool: "sync", args: ["--file-system", path] });
}
