import * as z from "zod";
import { diagnosticSchema } from "../error/diagnostic.ts";
import { defineRecord } from "../record/record.ts";
import { lockSectionSchema } from "./lock.ts";

/** Records what apt chose for a request from certain indexes, so that it does not have to be asked again. */
export const resolutionRecord = defineRecord("resolution", 1, {
  section: lockSectionSchema,
  /** What was found in the process, to be reported each time the choice is used. */
  diagnostics: z.array(diagnosticSchema),
});
