import * as z from "zod";
import { field } from "./request-field.ts";

/** Chooses some variants of a compose file. */
export const variantField = field(z.array(z.string().min(1)).min(1).optional(), {
  description: "only this variant of a compose file; can be given several times",
  placeholder: "ID",
});
