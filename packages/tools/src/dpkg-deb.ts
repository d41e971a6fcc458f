import { run } from "./run.ts";

/** The control file of a .deb, one stanza. Throws `tool-failed` for a file that is none. */
export async function readControl(deb: string, signal?: AbortSignal): Promise<string> {
  const { stdout } = await run({
    tool: "dpkg-deb",
    args: ["--field", deb],
    ...(signal === undefined ? {} : { signal }),
  });
  return stdout.endsWith("\n") ? stdout : `${stdout}\n`;
}
