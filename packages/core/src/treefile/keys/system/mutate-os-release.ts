import * as z from "zod";
import { originOf, originSchema } from "../../../document/origin.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import { quoted } from "../../../text/quoted.ts";
import { singleKey } from "../../layer/single-key.ts";

export const mutateOsRelease = singleKey({
  name: "mutate-os-release",
  schema: textSchema(replacedFaults, {
    description:
      "Text in VERSION and PRETTY_NAME of os-release that becomes the version of the tree, as `13` becomes `13.4`.",
    absent: "os-release stays as Debian ships it",
    examples: ["13"],
  }),
  field: "mutateOsRelease",
  record: z.strictObject({ text: z.string(), origin: originSchema }).optional(),
  resolve: (entry) => ({ text: entry.value, origin: originOf(entry) }),
  planned: {
    record: {
      /** What the version takes the place of in os-release; the version is absent while it is chosen. */
      osRelease: z.strictObject({ replaced: z.string(), version: z.string().optional() }).optional(),
    },
    of: ({ mutateOsRelease }) =>
      mutateOsRelease === undefined ? {} : { osRelease: { replaced: mutateOsRelease.text } },
  },
});

/** Rule for a part of what os-release(5) holds between quotes. */
function replacedFaults(text: string): readonly TextFault[] {
  const allowed = "a part of VERSION and PRETTY_NAME, such as 13";
  if (text === "") return [{ message: "the text is empty", allowed, hint: "Remove the key." }];
  if (/^[^"'\\$`\r\n]+$/.test(text)) return [];
  return [
    { message: `${quoted(text)} has characters of the shell`, allowed, hint: "Choose a part without them." },
  ];
}
