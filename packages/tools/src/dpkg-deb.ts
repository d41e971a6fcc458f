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
export function readFilesystem(
  deb: string,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  return readTarOf("--fsys-tarfile", deb, signal);
}

/** The control file, maintainer scripts and their like of a .deb as one tar. Throws `tool-failed` for a file that is no .deb. */
export function readControlFiles(
  deb: string,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  return readTarOf("--ctrl-tarfile", deb, signal);
}

async function* readTarOf(
  part: string,
  deb: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { stdout, done, kill } = runStream({
    tool: "dpkg-deb",
    args: [part, deb],
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
