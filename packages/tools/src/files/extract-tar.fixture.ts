import { Readable } from "node:stream";
import { run } from "../run.ts";

/** Unpacks an archive with GNU tar as root, with all metadata that tar knows; returns tar's complaints. */
export async function extractTar(directory: string, chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const args = [
    "--extract",
    "--file=-",
    `--directory=${directory}`,
    "--preserve-permissions",
    "--same-owner",
    "--numeric-owner",
    "--xattrs",
    "--xattrs-include=*",
    "--delay-directory-restore",
    "--warning=no-timestamp",
  ];
  const { stderr } = await run({ tool: "tar", args, input: Readable.from(chunks) });
  return stderr;
}
