import * as z from "zod";
import { composePhases, composeSteps } from "../../phase/compose-steps.ts";
import { field } from "./request-field.ts";

const words = [...composePhases, ...Object.keys(composeSteps)];
const allowed = `phases or steps, with commas between them: ${words.join(", ")}`;

/** Takes `gather,build` as well as the same option twice. Whether such a step exists is known with the graph. */
const wordsSchema = z
  .array(
    z.string().refine((text) => wordsIn(text).every((word) => word !== ""), {
      error: "a word is empty",
      params: { allowed },
    }),
  )
  .min(1)
  .transform((texts) => texts.flatMap(wordsIn))
  .optional();

function wordsIn(text: string): readonly string[] {
  return text.split(",").map((word) => word.trim());
}

const shown = { placeholder: "NAMES", allowed, offers: words } as const;

/** Chooses what a compose does. */
export const phaseField = field(wordsSchema, {
  description: `do only these phases (${composePhases.join(", ")}) or steps, such as gather,build, and publish nothing; what they need of others is taken from the cache`,
  ...shown,
});

/** Chooses what a compose does not do. */
export const skipField = field(wordsSchema, {
  description:
    "leave out these phases or steps, such as lint,report; without one that is required, nothing is published",
  ...shown,
});
