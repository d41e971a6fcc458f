import * as z from "zod";
import { composeRequestSchema } from "./compose-request.ts";
import { field } from "./fields/request-field.ts";
import { hubFields as hub } from "./orchestrator/hub-fields.ts";

/** Asks for a compose on this machine, or for one that a hub makes of the commit that is checked out. */
export const composeCommandRequestSchema = composeRequestSchema
  .safeExtend({
    hub: field(
      z
        .string()
        .regex(/^https?:\/\/[^/?#@]+\/*$/)
        .optional(),
      {
        description:
          "let this hub compose the commit that is checked out and pushed, and show how it gets on",
        placeholder: "URL",
        allowed: "an address such as https://hub.example.org",
      },
    ),
    keyFile: hub.keyFile,
    repository: field(
      z
        .string()
        .regex(/^[\w.-]+\/[\w.-]+$/)
        .optional(),
      {
        description: "with --hub: the repository at GitHub, instead of the one that the branch is pushed to",
        placeholder: "OWNER/NAME",
        allowed: "a name such as acme/os",
      },
    ),
    detach: field(z.boolean().default(false), {
      description: "with --hub: start the run and do not wait for it",
    }),
  })
  .refine(
    ({ hub: url, keyFile, repository, detach }) =>
      url !== undefined || (keyFile ?? repository ?? (detach || undefined)) === undefined,
    {
      error: "--key-file, --repository and --detach go with --hub URL",
    },
  );
export type ComposeCommandRequest = z.output<typeof composeCommandRequestSchema>;
