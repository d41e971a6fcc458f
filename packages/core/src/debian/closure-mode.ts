import * as z from "zod";

/** Says what becomes of relations between packages that do not hold within their set. */
export const closureModeSchema = z.enum(["off", "lenient", "fatal"]);
export type ClosureMode = z.infer<typeof closureModeSchema>;
