import * as z from "zod";
import { releaseShortSchema, releaseVersionSchema } from "../../compose/compose-id.ts";
import { type TextFault, type TextRule, textSchema } from "../../document/text-schema.ts";
import { quoted } from "../../text/quoted.ts";

const patternOf = (schema: z.ZodString) => z.toJSONSchema(schema).pattern ?? "";

/** Describes what a compose file composes, as it is written. */
export const releaseInputSchema = z
  .strictObject({
    short: textSchema(
      matching(releaseShortSchema, "a short name", "lower-case letters and digits, in words joined by `-`"),
      {
        description: "Short name, with which compose IDs begin.",
        pattern: patternOf(releaseShortSchema),
        examples: ["debootc"],
      },
    ),
    name: textSchema(lineFaults, { description: "Name for people.", examples: ["debootc Debian"] }),
    version: textSchema(
      matching(releaseVersionSchema, "a version", "dotted numbers such as 13.1, or a word"),
      {
        description: "Version, which compose IDs have behind the short name.",
        pattern: patternOf(releaseVersionSchema),
        examples: ["13"],
      },
    ),
  })
  .meta({
    description: "What is composed, in productmd's words.",
    examples: [{ short: "debootc", name: "debootc Debian", version: "13" }],
  });

/** Checks a text of one line. */
export function lineFaults(text: string): readonly TextFault[] {
  if (text.trim() === "") return [{ message: "the text is empty", allowed: "one line of text" }];
  return text.includes("\n") ? [{ message: "the text has several lines", allowed: "one line of text" }] : [];
}

function matching(schema: z.ZodString, noun: string, allowed: string): TextRule {
  return (text) =>
    schema.safeParse(text).success ? [] : [{ message: `${quoted(text)} is not ${noun}`, allowed }];
}
