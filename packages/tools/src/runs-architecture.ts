import { run } from "./run.ts";

/** Returns whether this machine runs programs of an architecture, natively or by an emulator known to the kernel. */
export async function runsArchitecture(architecture: string): Promise<boolean> {
  const { exitCode } = await run({ tool: "arch-test", args: [architecture], accept: [0, 1, 2] });
  return exitCode === 0;
}
