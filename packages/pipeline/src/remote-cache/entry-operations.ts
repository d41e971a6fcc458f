import { digestSchema } from "@debootc/core/record/digest";
import * as z from "zod";
import type { Operation } from "../worker/operation.ts";
import { packEntry } from "./pack-entry.ts";
import { unpackEntry } from "./unpack-entry.ts";

const path = z.string().regex(/^\/.+/);
const packRequest = z.strictObject({ content: path, archive: path });
const packResult = z.strictObject({
  digest: digestSchema,
  size: z.int().min(0),
  unpacked: z.int().min(0),
});

/** Packs an entry of which the user may not read every file. */
export const packEntryOperation: Operation<z.infer<typeof packRequest>, z.infer<typeof packResult>> = {
  name: "pack-entry",
  request: packRequest,
  result: packResult,
  run: ({ content, archive }, { signal }) => packEntry(content, archive, signal),
  results: ({ archive }) => [archive],
};

const unpackResult = z.strictObject({});
const unpackRequest = z.strictObject({
  archive: path,
  content: path,
  unpacked: z.int().min(0),
  owner: z.strictObject({ uid: z.int().min(0), gid: z.int().min(0) }),
});

/** Unpacks an entry whose files have owners of their own. */
export const unpackEntryOperation: Operation<z.infer<typeof unpackRequest>, z.infer<typeof unpackResult>> = {
  name: "unpack-entry",
  request: unpackRequest,
  result: unpackResult,
  run: async (request, { signal }) => {
    await unpackEntry({ ...request, isSystem: true }, signal);
    return {};
  },
  results: () => [],
};
