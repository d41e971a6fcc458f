import * as z from "zod";
import { diagnosticSchema } from "../error/diagnostic.ts";
import { defineRecord } from "../record/record.ts";
import { lockSectionSchema } from "./lock.ts";

/** What apt chose for one wish from certain indexes, kept so that it is not asked the same again. */
export const resolutionRecord = defineRecord("resolution", 1, {
  section: lockSectionSchema,
  /** What was found meanwhile, to be told each time the choice is used. */
  diagnostics: z.array(diagnosticSchema),
});
