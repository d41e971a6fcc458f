import { run } from "./run.ts";

/** Returns Debian's name of the architecture of this machine's own packages. */
export async function nativeArchitecture(): Promise<string> {
  return (await run({ tool: "dpkg", args: ["--print-architecture"] })).stdout.trim();
}
