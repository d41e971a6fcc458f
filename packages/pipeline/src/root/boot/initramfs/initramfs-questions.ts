import * as z from "zod";

/** Describes what decides an initramfs beside the root: candidates are looked for by it. */
const wishSchema = z.strictObject({
  kernel: z.string(),
  initramfsArgs: z.array(z.string()),
  timestamp: z.int(),
});

/** Describes what the worker asks while it makes a root: only debootc itself has the cache. */
export const initramfsQuestionSchema = z.discriminatedUnion("ask", [
  /** For the candidate of this number, the first one being 0. */
  z.strictObject({ ask: z.literal("find-initramfs"), wish: wishSchema, number: z.int().min(0) }),
  /** That the files in a directory are kept as the candidate of this number. */
  z.strictObject({
    ask: z.literal("keep-initramfs"),
    wish: wishSchema,
    number: z.int().min(0),
    directory: z.string(),
  }),
]);
export type InitramfsQuestion = z.infer<typeof initramfsQuestionSchema>;

/** Describes the answer: the directory of the candidate, until the root is made; absent if there is none. */
export const initramfsAnswerSchema = z.strictObject({ path: z.string().optional() });
export type InitramfsAnswer = z.infer<typeof initramfsAnswerSchema>;

/** Limits how many initramfs of the same kernel, arguments and time are kept: for variants, and for changes on one day. */
export const mostCandidates = 16;
