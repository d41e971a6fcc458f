import { Readable } from "node:stream";
import { run } from "../run.ts";

/** Unpacks an archive as GNU tar does for root, with all it knows; answers with what tar complained of. */
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
