import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import { quoted } from "../../../text/quoted.ts";
import { singleKey } from "../../layer/single-key.ts";
import * as z from "zod";

const part = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const pattern = `^${part}(\\.${part})*$`;
const longest = 64;

export const hostname = singleKey({
  name: "hostname",
  schema: textSchema(hostnameFaults, {
    description: "Name of the machines, in /etc/hostname. A machine may be given another, which it keeps.",
    absent: "systemd's `localhost`, or what the network says",
    pattern,
    examples: ["edge-1"],
  }),
  field: "hostname",
  record: z.string().optional(),
  planned: {
    record: { hostname: z.string().optional() },
    of: ({ hostname }) => (hostname === undefined ? {} : { hostname }),
  },
});

/** Rule of hostname(7), and of Linux, which keeps 64 characters. */
function hostnameFaults(text: string): readonly TextFault[] {
  const allowed = "letters, digits and `-`, perhaps in parts separated by `.`; 64 characters at most";
  if (text.length > longest) {
    const message = `the name has ${text.length} characters`;
    return [{ message, allowed, hint: "Leave the domain out." }];
  }
  if (/^localhost\b/i.test(text)) {
    const hint = "Remove the key: a machine without a name has this one.";
    return [{ message: `${quoted(text)} is every machine's name for itself`, allowed, hint }];
  }
  if (new RegExp(pattern).test(text)) return [];
  const near = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, "-")
    .replaceAll(/(?<=^|\.)-+|-+(?=\.|$)/g, "");
  const hint = new RegExp(pattern).test(near) ? `Write it as \`${near}\`.` : "Write it as `edge-1`.";
  return [{ message: `${quoted(text)} cannot be the name of a machine`, allowed, hint }];
}
