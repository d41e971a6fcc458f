import { run, runStream } from "./run.ts";

/** The control file of a .deb, one stanza. Throws `tool-failed` for a file that is none. */
export async function readControl(deb: string, signal?: AbortSignal): Promise<string> {
  const { stdout } = await run({
    tool: "dpkg-deb",
    args: ["--field", deb],
    ...(signal === undefined ? {} : { signal }),
  });
  return stdout.endsWith("\n") ? stdout : `${stdout}\n`;
}

/** The files of a .deb as one tar. Throws `tool-failed` for a file that is no .deb. */
export async function* readFilesystem(
  deb: string,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { stdout, done, kill } = runStream({
    tool: "dpkg-deb",
    args: ["--fsys-tarfile", deb],
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    yield* stdout;
    await done;
  } finally {
    kill();
    await done.catch(() => {});
  }
}
