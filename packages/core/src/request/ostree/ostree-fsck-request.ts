import * as z from "zod";
import { jsonField } from "../fields/shared-fields.ts";
import { repositoryField } from "../fields/ostree-fields.ts";

/** Check a repository. */
export const ostreeFsckRequestSchema = z.strictObject({ repo: repositoryField, json: jsonField });
export type OstreeFsckRequest = z.infer<typeof ostreeFsckRequestSchema>;
