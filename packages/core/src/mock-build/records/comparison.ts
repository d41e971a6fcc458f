import * as z from "zod";
import { digestSchema } from "../../record/digest.ts";

/** One way in which two packages differ, such as a file of data.tar or a field of control. */
const packageDifferenceSchema = z.strictObject({
  /** `data.tar: ./usr/bin/jq`, `control.tar: ./md5sums`, `debian-binary`. */
  place: z.string(),
  /** `only-expected`, `only-built`, or what of it differs. */
  what: z.enum([
    "only-expected",
    "only-built",
    "content",
    "mode",
    "owner",
    "time",
    "type",
    "link",
    "order",
    "compression",
  ]),
  expected: z.string().optional(),
  built: z.string().optional(),
});
export type PackageDifference = z.infer<typeof packageDifferenceSchema>;

const comparedFileSchema = z.strictObject({
  /** File name of the built package, or of the expected one when nothing of that name was built. */
  name: z.string(),
  outcome: z.enum(["equal", "different", "not-built", "not-expected"]),
  expected: digestSchema.optional(),
  built: digestSchema.optional(),
  /** The first of them; empty when only a hash was expected. */
  differences: z.array(packageDifferenceSchema),
  /** Of all of them, also those that are left out above. */
  differenceCount: z.int().min(0),
  /** Files in the result directory that show the differences, such as diffoscope's. */
  reports: z.array(z.string()),
});
export type ComparedFile = z.infer<typeof comparedFileSchema>;

/** Two sets of built files, compared bit for bit. */
export const comparisonSchema = z.strictObject({
  /** `verify`: with files of someone else; `twice`: with a second build here. */
  kind: z.enum(["verify", "twice"]),
  outcome: z.enum(["equal", "different"]),
  files: z.array(comparedFileSchema).min(1),
  /** What differed between the two builds of `twice`: name, and its value in each. */
  variations: z.array(z.strictObject({ name: z.string(), first: z.string(), second: z.string() })),
  /** What was wanted and could not be varied or shown, and why. */
  remarks: z.array(z.string()),
});
export type Comparison = z.infer<typeof comparisonSchema>;
