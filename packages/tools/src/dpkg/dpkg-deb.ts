import { availableParallelism } from "node:os";
import { run, runStream } from "../run.ts";
import { boundTool } from "../sandbox/sandbox.ts";

/** The control file of a .deb, one stanza. Throws `tool-failed` for a file that is none. */
export async function readControl(deb: string, signal?: AbortSignal): Promise<string> {
  const { stdout } = await run({
    tool: "dpkg-deb",
    args: ["--field", deb],
    ...(signal === undefined ? {} : { signal }),
  });
  return stdout.endsWith("\n") ? stdout : `${stdout}\n`;
}

/**
 * Puts the files of .debs into a directory that becomes a root, with their owners, as many at once as there are
 * processors; none of their scripts runs. `debs` are paths below `store`. Throws `tool-failed` for a file that is no .deb.
 */
export async function unpackDebs(
  debs: readonly string[],
  { store, root, signal }: { readonly store: string; readonly root: string; readonly signal: AbortSignal },
): Promise<void> {
  const [from, to] = ["/debs", "/root"];
  const eachDeb = ["--null", `--max-procs=${availableParallelism()}`, "--replace=DEB"];
  const command = {
    tool: "xargs",
    args: [...eachDeb, "dpkg-deb", "--extract", `${from}/DEB`, to],
    input: debs.join("\0"),
    signal,
  };
  await run(
    boundTool(command, {
      withoutSync: true,
      binds: [
        { source: store, target: from },
        { source: root, target: to, writable: true },
      ],
    }),
  );
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
