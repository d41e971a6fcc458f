import * as z from "zod";
import { words } from "../../debian/package-name.ts";
import { quoted } from "../../text/quoted.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";

/** A record of apt_preferences(5), as a treefile writes it. */
export const pinSchema = z.strictObject({
  package: textSchema(pinnedFaults, {
    description:
      "Names of packages, patterns with `*` and `?`, a regular expression between slashes, or `src:` and a source package.",
    examples: ["linux-image-*"],
  }),
  pin: textSchema(pinFaults, {
    description: "Which of their versions: `version PATTERN`, `release n=SUITE` or `origin HOST`.",
    pattern: "^(version|release|origin) ",
    examples: ["release n=trixie-backports", "version 5.10*"],
  }),
  priority: z
    .number()
    .superRefine((priority, context) => {
      for (const { message, ...params } of priorityFaults(priority))
        context.addIssue({ code: "custom", message, params });
    })
    .meta({
      description:
        "The higher wins; versions without a pin have 500. Above 1000 an older version wins too, below 0 none is taken.",
      examples: [900],
    }),
});
export type PinInput = z.input<typeof pinSchema>;

function pinnedFaults(text: string): readonly TextFault[] {
  const allowed =
    "names, patterns such as `linux-image-*`, `/REGEX/`, or `src:NAME`; several separated by spaces";
  const given = words(text);
  if (given.length === 0) return [{ message: "no package is named", allowed }];
  return given.flatMap((word) => {
    if (/^\/.+\/$/.test(word) || /^(src:)?[a-z0-9*?[][a-z0-9+.*?[\]-]*$/.test(word)) return [];
    const hint = word.includes(":") ? "Name the package alone." : "Patterns are those of apt_preferences(5).";
    return [{ message: `${quoted(word)} names no package`, allowed, hint, within: word }];
  });
}

const properties =
  "a (archive), n (codename), v (version), c (component), o (origin), l (label), b (architecture)";

function pinFaults(text: string): readonly TextFault[] {
  const allowed = "`version PATTERN`, `release KEY=VALUE, ...` or `origin HOST`";
  const fault = (message: string, hint: string): readonly TextFault[] => [{ message, allowed, hint }];
  const { kind = "", rest = "" } = /^(?<kind>\S*)\s*(?<rest>.*)$/.exec(text)?.groups ?? {};
  if (/[\r\n]/.test(text)) return fault("the pin has several lines", "Write one item a pin.");
  if (kind === "release") {
    const wrong = rest.split(",").find((item) => !/^\s*[anvcolb]=\s*\S/.test(item));
    if (wrong === undefined) return [];
    return fault(
      `${quoted(wrong.trim())} says nothing of a release`,
      `Write KEY=VALUE, with KEY one of ${properties}.`,
    );
  }
  if (kind === "version" || kind === "origin") {
    if (/^\S+$/.test(rest) && rest !== '""') return [];
    return fault(
      `${quoted(text)} names no ${kind === "version" ? "version" : "host"}`,
      "Write one word after it.",
    );
  }
  const hint = /^[anvcolb]=/.test(text) ? `Write \`release ${text}\`.` : "See apt_preferences(5).";
  return fault(`${quoted(text)} is not a pin`, hint);
}

/** apt keeps a priority in 16 bits, and calls 0 undefined. */
function priorityFaults(priority: number): readonly TextFault[] {
  if (Number.isInteger(priority) && priority !== 0 && Math.abs(priority) <= 32_767) return [];
  const hint =
    priority === 0 ? "Write a negative number for what must not be taken." : "Priorities go up to some 1000.";
  return [
    { message: `${priority} is not a priority`, allowed: "a whole number from -32767 to 32767 but 0", hint },
  ];
}
