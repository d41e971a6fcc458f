import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";
import { canonicalJson } from "../record/canonical-json.ts";
import { digestSchema } from "../record/digest.ts";
import { tarEntryTypes } from "../tar/entry.ts";
import type { TreeEntry } from "./tree-entry.ts";

/**
 * Begins a listing, which is a root as text: after this line, one line of canonical JSON for each name, in the order of
 * its tar. Two roots are equal when their listings are; a part of a listing determines the tar of that part.
 */
export const treeListingHead = `${canonicalJson({ schema: "debootc/tree", version: 2 })}\n`;

const lineSchema = z.strictObject({
  path: z.string().min(1),
  type: z.enum(tarEntryTypes),
  mode: z.int().min(0).max(0o7777),
  uid: z.int().min(0),
  gid: z.int().min(0),
  size: z.int().min(0),
  mtime: z.int(),
  link: z.string().optional(),
  device: z.strictObject({ major: z.int(), minor: z.int() }).optional(),
  /** Names and values in base64. Not the keys of an object: V8 may read `\\n` in a key as a backslash (nodejs/node#63785). */
  xattrs: z
    .array(z.tuple([z.string(), z.base64()]))
    .min(1)
    .optional(),
  digest: digestSchema.optional(),
});

export function formatTreeLine({ linkPath, xattrs, ...entry }: TreeEntry): string {
  const values = [...xattrs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, value.toString("base64")]);
  return `${canonicalJson({ ...entry, link: linkPath, xattrs: xattrs.size === 0 ? undefined : values })}\n`;
}

/** Yields the entries of a listing. `origin` names the file for messages. Throws `record-invalid`. */
export async function* parseTreeListing(
  lines: AsyncIterable<string>,
  origin: string,
): AsyncGenerator<TreeEntry> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (number > 1) yield parseTreeLine(line, `${origin}:${number}`);
    else if (`${line}\n` !== treeListingHead)
      throw invalid(origin, "not a listing that this debootc can read");
  }
  if (number === 0) throw invalid(origin, "empty");
}

function parseTreeLine(line: string, origin: string): TreeEntry {
  const value = jsonOf(line, origin);
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) throw invalid(origin, z.prettifyError(parsed.error));
  const { link, xattrs = [], device, digest, ...entry } = parsed.data;
  return {
    ...entry,
    ...(link === undefined ? {} : { linkPath: link }),
    ...(device === undefined ? {} : { device }),
    ...(digest === undefined ? {} : { digest }),
    xattrs: new Map(xattrs.map(([name, text]) => [name, Buffer.from(text, "base64")])),
  };
}

function jsonOf(line: string, origin: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw invalid(origin, (error as Error).message);
  }
}

function invalid(origin: string, reason: string): DebootcError {
  return new DebootcError("record-invalid", `${origin}: not a listing of a root: ${reason}`, {
    hint: "debootc doctor finds damaged cache entries; --no-cache builds without it.",
  });
}
