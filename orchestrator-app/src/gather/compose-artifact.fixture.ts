import { type ComposeOptions, composeFiles, tarOf } from "@debootc/tools/release/compose-files.fixture";
import { ZipFile } from "yazl";

/** Returns a zip archive of some files, as the client of GitHub's artifacts makes it. */
export async function zipOf(
  files: Readonly<Record<string, Buffer>>,
  { compress = false }: { readonly compress?: boolean } = {},
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of Object.entries(files)) zip.addBuffer(bytes, name, { compress });
  zip.end();
  const parts: Buffer[] = [];
  for await (const chunk of zip.outputStream as AsyncIterable<Buffer>) parts.push(chunk);
  return Buffer.concat(parts);
}

/** Returns a compose as the artifact that its job uploads. */
export async function composeArtifact(options: ComposeOptions = {}): Promise<Buffer> {
  return zipOf({ "compose.tar": await tarOf(composeFiles(options)) });
}
