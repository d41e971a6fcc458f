import { DebootcError } from "@debootc/core/error/debootc-error";
import { type ControlBinary, controlBinaries } from "@debootc/core/source-package/control-binaries";
import type { PlacedSource, SourcePackage } from "@debootc/core/source-package/source-package";
import { withoutEpoch } from "@debootc/core/version/debian-version";
import { escapedName } from "@debootc/core/tar/escaped-name";
import { readTar } from "@debootc/core/tar/read-tar";
import { formatBytes } from "@debootc/core/text/amount";
import { decompressXz } from "@debootc/tools/xz";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { OperationContext } from "../../worker/operation-context.ts";

/**
 * Reads the binary packages in debian/control of a placed source package from its archive, without unpacking it;
 * undefined if that file is in a diff (format 1.0) or packed with bzip2. Only warns about an archive that cannot be
 * read: its build will tell more.
 */
export async function readSourceControl(
  placed: PlacedSource,
  { report, signal }: Pick<OperationContext, "report" | "signal">,
): Promise<ControlBinary[] | undefined> {
  const text = await readControl(placed, signal, (archive, reason) =>
    report({
      type: "diagnostic",
      diagnostic: {
        severity: "warning",
        code: "control-unread",
        message: `cannot read debian/control in ${archive}: ${reason}`,
        hint: "The order of the chain ignores what the packages of this source provide and depend on.",
      },
    }),
  );
  return text === undefined ? undefined : controlBinaries(text);
}

/** Returns the text of debian/control of a placed source package; undefined if it cannot be read without unpacking. */
export async function controlText(placed: PlacedSource, signal: AbortSignal): Promise<string | undefined> {
  return await readControl(placed, signal, () => {});
}

async function readControl(
  { source, directory }: PlacedSource,
  signal: AbortSignal,
  onUnread: (archive: string, reason: string) => void,
): Promise<string | undefined> {
  const place = controlPlace(source);
  if (place === undefined) return undefined;
  try {
    return await readMember(limited(unpacked(join(directory, place.archive), signal)), place.path);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error) || !isOfArchive(error)) throw error;
    onUnread(place.archive, error.message);
    return undefined;
  }
}

function controlPlace({ name, version, format, files }: SourcePackage) {
  const stem = `${name}_${withoutEpoch(version)}${format === "3.0 (quilt)" ? ".debian" : ""}.tar.`;
  const archive = files.find((file) => /^(?:gz|xz|lzma)$/.test(endBehind(stem, file.name)))?.name;
  // A native archive usually has a directory at its top.
  const path =
    format === "3.0 (quilt)" ? /^(?:\.\/)?debian\/control$/ : /^(?:\.\/)?(?:[^/]+\/)?debian\/control$/;
  return archive === undefined ? undefined : { archive, path };
}

function endBehind(stem: string, name: string): string {
  return name.startsWith(stem) ? name.slice(stem.length) : "";
}

function unpacked(file: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
  return file.endsWith(".gz") ? gunzipped(file, signal) : decompressXz(file, signal);
}

async function* gunzipped(file: string, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  const stored = createReadStream(file, { signal });
  const decoder = createGunzip();
  const fed = pipeline(stored, decoder);
  // The decoder passes the failure on to its reader.
  fed.catch(() => {});
  try {
    yield* decoder;
    await fed;
  } finally {
    decoder.destroy();
  }
}

/** A small file can contain endless zeros, which are not worth the time. */
const largestArchive = 1e9;

async function* limited(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > largestArchive) throw unread(`it is not in the first ${formatBytes(largestArchive)}`);
    yield chunk;
  }
}

/** In bytes; that of the kernel has a third of a megabyte. */
const largestControl = 4e6;

async function readMember(archive: AsyncIterable<Uint8Array>, path: RegExp): Promise<string> {
  for await (const { entry, body } of readTar(archive, { readName: escapedName })) {
    if (!path.test(entry.path)) continue;
    if (entry.type !== "file") throw unread(`it is a ${entry.type}`);
    if (entry.size > largestControl)
      throw unread(
        `it has ${formatBytes(entry.size)}, but debootc reads at most ${formatBytes(largestControl)}`,
      );
    const chunks: Buffer[] = [];
    // A copy, because the reader reuses its memory.
    for await (const chunk of body) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString();
  }
  throw unread("it does not exist");
}

function unread(why: string): DebootcError {
  return new DebootcError("archive-invalid", why);
}

function isOfArchive(error: Error & { readonly code?: unknown }): boolean {
  if (error instanceof DebootcError) return error.code === "archive-invalid" || error.code === "tool-failed";
  return String(error.code).startsWith("Z_");
}
