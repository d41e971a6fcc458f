import * as z from "zod";
import { field } from "./fields/request-field.ts";

/** Print what lets a shell complete the command line. */
export const completionRequestSchema = z.strictObject({
  shell: field(z.enum(["bash", "zsh", "fish"]), {
    description: "the shell that shall complete",
    positional: true,
  }),
});
export type CompletionRequest = z.infer<typeof completionRequestSchema>;
