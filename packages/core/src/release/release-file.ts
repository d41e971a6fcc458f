import { checksumsText } from "../compose/checksums.ts";
import type { Digest } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";
import * as z from "zod";
import { digestSchema } from "../record/digest.ts";

/** Is a file that a release is to have, which may be too large for one asset. */
export interface ReleaseFile {
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly digest: Digest;
  /** Its parts, if it has to be divided. */
  readonly parts: readonly FilePart[];
}

/** Is a part of a file that is divided. */
export interface FilePart {
  readonly name: string;
  readonly size: number;
  readonly digest: Digest;
}

/** Is what GitHub gets of a file in one piece. */
export interface PlannedAsset extends FilePart {
  readonly file: string;
  readonly start: number;
  readonly mediaType: string;
}

/** Holds the largest asset: GitHub takes files below 2 GiB. */
export const largestAsset = 2 * 1024 ** 3 - 1;

/** Records how a file that was too large for one asset is put together: its parts one after the other. */
export const partsRecord = defineRecord("release-parts", 1, {
  file: z.string(),
  size: z.int().min(0),
  digest: digestSchema,
  parts: z.array(z.strictObject({ name: z.string(), size: z.int().min(0), digest: digestSchema })).min(1),
});

/** Returns the name of a part, counted from 0. */
export function partName(file: string, index: number): string {
  return `${file}.part-${String(index + 1).padStart(3, "0")}`;
}

/** Returns the assets of a file, in their order. */
export function assetsOfFile({ name, mediaType, size, digest, parts }: ReleaseFile): PlannedAsset[] {
  if (parts.length === 0) return [{ name, file: name, start: 0, size, digest, mediaType }];
  let start = 0;
  return parts.map((part) => {
    const asset = { ...part, file: name, start, mediaType: "application/octet-stream" };
    start += part.size;
    return asset;
  });
}

/** Returns the manifest of a file that is divided. */
export function partsManifest({ name, size, digest, parts }: ReleaseFile): {
  readonly name: string;
  readonly text: string;
} {
  return {
    name: `${name}.parts.json`,
    text: partsRecord.serialize({ file: name, size, digest, parts: [...parts] }),
  };
}

/** Returns the list of checksums of a release: of all files, whole and in parts. */
export function releaseChecksums(files: readonly ReleaseFile[]): string {
  const all = files.flatMap(({ name, digest, parts }) => [{ name, digest }, ...parts]);
  return checksumsText(new Map(all.map(({ name, digest }) => [name, digest])));
}
