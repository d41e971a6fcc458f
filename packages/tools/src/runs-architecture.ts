import { run } from "./run.ts";

/** Whether programs of an architecture run on this machine, by itself or by an emulator that the kernel knows of. */
export async function runsArchitecture(architecture: string): Promise<boolean> {
  const { exitCode } = await run({ tool: "arch-test", args: [architecture], accept: [0, 1, 2] });
  return exitCode === 0;
}
