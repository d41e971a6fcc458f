import { constants } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";
import { join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { blobPath, type Descriptor } from "@debootc/core/oci/descriptor";
import { type ImageIndex, imageIndexSchema } from "@debootc/core/oci/image-index";
import { invalidImage } from "@debootc/core/oci/invalid-image";
import { ociLayoutSchema } from "@debootc/core/oci/oci-layout";
import { digestOfBytes } from "@debootc/core/record/digest";
import { hasErrno } from "@debootc/tools/errno";
import * as z from "zod";

/** Reads a directory of content-addressed blobs (OCI image specification, image-layout.md), which is not trusted. */
export interface Layout {
  readonly path: string;
  readonly index: ImageIndex;
  /** Reads a JSON document and checks it against its descriptor and the schema. */
  readonly readDocument: <T>(descriptor: Descriptor, schema: z.ZodType<T>) => Promise<T>;
  /** Opens a blob of the size that its descriptor states; the reader checks its digest. */
  readonly openBlob: (descriptor: Descriptor) => Promise<FileHandle>;
}

/** Registries refuse larger manifests (distribution specification, manifests). */
const documentLimit = 4 * 1024 * 1024;

/** Opens a layout. Throws `usage` for anything else, and `image-invalid` for damage, also later from its functions. */
export async function openLayout(path: string): Promise<Layout> {
  await refuseOther(path);
  for (const below of ["blobs", "blobs/sha256"]) await refuseLink(join(path, below));

  const openBlob = async ({ digest, size }: Descriptor): Promise<FileHandle> => {
    const file = await openFile(join(path, blobPath(digest)));
    const found = (await file.stat()).size;
    if (found === size) return file;
    await file.close();
    throw invalidImage(`${path}: the blob ${digest} has ${found} bytes, but its descriptor states ${size}`);
  };

  const readDocument = async <T>(descriptor: Descriptor, schema: z.ZodType<T>): Promise<T> => {
    await using file = await openBlob(descriptor);
    const origin = `${path}: ${descriptor.digest}`;
    const bytes = await readBounded(file, origin);
    const found = digestOfBytes(bytes);
    if (found !== descriptor.digest) throw invalidImage(`${origin} has the digest ${found}`);
    return parsed(bytes, schema, origin);
  };

  const index = await readFile(join(path, "index.json"), imageIndexSchema);
  return { path, index, readDocument, openBlob };
}

async function refuseOther(path: string): Promise<void> {
  const marker = join(path, "oci-layout");
  if (!(await lstatIfPresent(marker))) {
    throw new DebootcError("usage", `${path} is not an OCI layout: there is no ${marker}`, {
      hint: "Give a directory with the files oci-layout and index.json. skopeo copy makes one of any image: skopeo copy docker-daemon:NAME oci:DIRECTORY:TAG",
    });
  }
  await readFile(marker, ociLayoutSchema);
}

async function lstatIfPresent(path: string) {
  try {
    return await lstat(path);
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    throw unreadable(path, error);
  }
}

/** Refuses a link, which could lead to any file of the machine. */
async function refuseLink(path: string): Promise<void> {
  const stat = await lstatIfPresent(path);
  if (stat !== undefined && !stat.isDirectory()) throw invalidImage(`${path} is not a directory`);
}

async function readFile<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  await using file = await openFile(path);
  return parsed(await readBounded(file, path), schema, path);
}

/** Opens a file without following a link or waiting for the other end of a pipe. */
async function openFile(path: string): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) throw invalidImage(`${path} is missing`, error);
    if (hasErrno(error, "ELOOP", "ENXIO")) throw invalidImage(`${path} is not a regular file`, error);
    throw unreadable(path, error);
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw invalidImage(`${path} is not a regular file`);
}

function unreadable(path: string, error: unknown): unknown {
  if (!hasErrno(error, "EACCES", "EPERM")) return error;
  return new DebootcError("usage", `cannot read ${path}: permission denied`, {
    hint: "Copy the image to a place where you may read it, or run debootc as a user who may.",
    cause: error,
  });
}

async function readBounded(file: FileHandle, origin: string): Promise<Buffer> {
  const { size } = await file.stat();
  if (size > documentLimit) {
    throw invalidImage(
      `${origin} has ${size} bytes, but a document of an image has at most ${documentLimit}`,
    );
  }
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
  return buffer.subarray(0, bytesRead);
}

function parsed<T>(bytes: Buffer, schema: z.ZodType<T>, origin: string): T {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch (error) {
    throw invalidImage(`${origin} is not JSON: ${(error as Error).message}`, error);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidImage(`${origin} does not follow the specification: ${z.prettifyError(result.error)}`);
}
