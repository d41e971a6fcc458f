import * as z from "zod";
import { type TextFault, textSchema } from "../../document/text-schema.ts";
import { quoted } from "../../text/quoted.ts";

const longest = 200;

/** Makes the schema of one glob, or a list of them. */
export function globsSchema(description: string, examples: readonly string[]) {
  const glob = textSchema(globFaults, { description, examples });
  return z.union([glob, z.array(glob).min(1)]);
}

/** Checks a glob: shells know more signs than debootc does, and one that is taken literally would match nothing. */
function globFaults(text: string): readonly TextFault[] {
  const allowed = "text in which `*` stands for any characters and `?` for one";
  if (text.replace(/^!/, "") === "") return [{ message: `${quoted(text)} is not a pattern`, allowed }];
  if (text.length > longest) {
    return [{ message: `the pattern has ${text.length} characters`, allowed: `at most ${longest}` }];
  }
  const [sign] = /[[\]{}\\|]|(?<=^!?)\^|\$$/.exec(text) ?? [];
  if (sign === undefined) return [];
  const hint = /[\^$]/.test(sign)
    ? "Leave out `^` and `$`: it is no regular expression, and matches a whole value anyway."
    : "Write several patterns in a list instead.";
  return [{ message: `the pattern has the sign \`${sign}\``, allowed, hint, within: sign }];
}
