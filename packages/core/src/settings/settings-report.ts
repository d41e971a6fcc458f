import * as z from "zod";
import { defineRecord } from "../record/record.ts";

const originSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("flag"), name: z.string() }),
  z.strictObject({ kind: z.literal("variable"), name: z.string() }),
  z.strictObject({ kind: z.literal("file"), file: z.string(), line: z.int().min(1), column: z.int().min(1) }),
  z.strictObject({ kind: z.literal("default") }),
]);

/** Records the result of `debootc config show`. */
export const settingsReport = defineRecord("settings", 1, {
  settings: z.array(
    z.strictObject({
      name: z.string(),
      /** Absent if nothing sets it and there is no default. */
      value: z.union([z.string(), z.int()]).optional(),
      origin: originSchema,
      /** Its environment variable. */
      variable: z.string(),
      description: z.string(),
    }),
  ),
  /** The files that may have settings, the strongest first. */
  files: z.array(z.strictObject({ path: z.string(), present: z.boolean() })),
});
export type SettingsReport = z.infer<typeof settingsReport.schema>;
