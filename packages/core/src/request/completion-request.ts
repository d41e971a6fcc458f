import * as z from "zod";
import { field } from "./fields/request-field.ts";

/** Asks for the completion script of a shell. */
export const completionRequestSchema = z.strictObject({
  shell: field(z.enum(["bash", "zsh", "fish"]), {
    description: "the shell that will run the script",
    positional: true,
  }),
});
export type CompletionRequest = z.infer<typeof completionRequestSchema>;
