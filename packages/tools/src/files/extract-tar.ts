import { DebootcError } from "@debootc/core/error/debootc-error";
import { Readable } from "node:stream";
import type { FailedProgram } from "../explain-failure.ts";
import { fullDiskLine } from "../full-disk.ts";
import { run } from "../run.ts";

interface ExtractOptions {
  /** Whether the members keep their owners, which takes root; otherwise all belong to the user. */
  readonly sameOwner?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Unpacks an archive with GNU tar, with all metadata that tar knows. Returns tar's complaints, such as about an attribute
 * that it could not set: tar itself ends well then.
 */
export async function extractTar(
  directory: string,
  chunks: AsyncIterable<Uint8Array>,
  { sameOwner = true, signal }: ExtractOptions = {},
): Promise<string> {
  const args = [
    "--extract",
    "--file=-",
    `--directory=${directory}`,
    "--preserve-permissions",
    sameOwner ? "--same-owner" : "--no-same-owner",
    "--numeric-owner",
    "--xattrs",
    "--xattrs-include=*",
    "--delay-directory-restore",
    "--warning=no-timestamp",
  ];
  const input = Readable.from(chunks);
  const { stderr } = await run({ tool: "tar", args, input, ...(signal === undefined ? {} : { signal }) });
  return stderr;
}

/**
 * Unpacks the archive of a root file system from a file, compressed or not, with owners and attributes, which takes root.
 * Leaves out what is in /dev. tar refuses to write outside of the directory, and says so. Throws `usage` if the file is not
 * such an archive.
 */
export async function extractRoot(file: string, directory: string, signal: AbortSignal): Promise<void> {
  const all = ["--same-owner", "--preserve-permissions", "--numeric-owner", "--xattrs", "--xattrs-include=*"];
  const devices = ["--anchored", "--exclude=./dev/*", "--exclude=dev/*", "--exclude=/dev/*"];
  const paths = [`--file=${file}`, `--directory=${directory}`];
  const said = ["--delay-directory-restore", "--warning=no-timestamp"];
  const args = ["--extract", ...paths, ...all, ...devices, ...said];
  await run({ tool: "tar", args, signal, explain: (program) => notUnpacked(file, program) });
}

function notUnpacked(file: string, { exitCode, stderr }: FailedProgram): DebootcError | undefined {
  // A tar that was killed, or that met a full disk, says nothing of the archive.
  if (exitCode === undefined || fullDiskLine(stderr) !== undefined) return undefined;
  return new DebootcError("usage", `cannot unpack ${file} as a root file system: ${stderr.trim()}`, {
    hint: "Give an archive that tar reads, compressed or not, such as tar --create --xattrs --numeric-owner makes.",
  });
}
