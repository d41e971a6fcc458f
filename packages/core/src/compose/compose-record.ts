import * as z from "zod";
import { defineRecord } from "../record/record.ts";
import { composedLegSchema, type ComposedLeg } from "./composed-leg.ts";
import { type EarlierComposeRecord, earlierComposeRecord } from "./earlier-compose-record.ts";
import { legNameSchema } from "./leg-name.ts";
import { releaseSchema, variantOfTreefile } from "./release.ts";

const format = defineRecord("compose", 5, {
  composeId: z.string(),
  /** The compose directory, `<output-dir>/<compose-id>`; `.` in the file. */
  directory: z.string(),
  /** Absent in earlier versions. */
  release: releaseSchema.optional(),
  /** All legs of the compose file, in its order, whether they were composed here or not. */
  expected: z.array(z.strictObject({ ...legNameSchema.shape, required: z.boolean() })).min(1),
  /** The legs that are there, in the same order. */
  legs: z.array(composedLegSchema).min(1),
  /** Steps that failed but that nothing else needed; absent when there are none. */
  failed: z.array(z.string()).min(1).optional(),
});
export type ComposeRecord = z.infer<typeof format.schema>;

/**
 * Records in `compose/metadata/compose.json` what a finished compose is and where its parts are. Nothing in it depends
 * on the machine or on how long it took, so that equal releases have equal records. See `portableCompose` for paths.
 */
export const composeRecord = {
  ...format,
  parse: (text: string, origin: string): ComposeRecord =>
    isEarlier(text) ? fromEarlier(earlierComposeRecord.parse(text, origin)) : format.parse(text, origin),
};

const headSchema = z.object({ schema: z.literal("debootc/compose"), version: z.int().max(3) });

function isEarlier(text: string): boolean {
  try {
    return headSchema.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

function fromEarlier(record: EarlierComposeRecord): ComposeRecord {
  const { composeId, directory, treefile, architecture, failed } = record;
  const { ref, treeVersion, timestamp, suite, packageCount, kernel, commit, root } = record;
  const { update: _update, ...image } = record.image;
  const name = { variant: variantOfTreefile(treefile), architecture };
  const leg: ComposedLeg = {
    ...{ ...name, title: treefile, treefile, ref, treeVersion, timestamp, suite, packageCount },
    ...(kernel === undefined ? {} : { kernel }),
    ...{ commit, image, root, lock: record.files.lock, files: {} },
  };
  return {
    ...{ composeId, directory, expected: [{ ...name, required: true }], legs: [leg] },
    ...(failed === undefined ? {} : { failed }),
  };
}
