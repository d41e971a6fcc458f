import * as z from "zod";
import { builtSourceId, localSourceId } from "../../debian/own-source.ts";
import { debianArchitectures } from "../../debian/debian-architecture.ts";
import { architectureFaults } from "../../debian/architecture-name.ts";
import { sourceUriFaults } from "../../debian/archive-uri.ts";
import { signedByFaults } from "../../openpgp/openpgp-key.ts";
import { words } from "../../debian/package-name.ts";
import { quoted } from "../../text/quoted.ts";
import { type TextFault, type TextRule, textSchema } from "../../document/text-schema.ts";

const idPattern = "^[a-z0-9][a-z0-9-]*$";
const suitePattern = "^[A-Za-z0-9./][A-Za-z0-9._+~/-]*$";
const componentPattern = "^[A-Za-z0-9][A-Za-z0-9._+/-]*$";

/**
 * A source of packages beside the suite's own archive, as treefiles and chroots write it; with an id of that archive, the
 * source takes its place.
 */
export const sourceSchema = z.strictObject({
  id: textSchema(idFaults, {
    description:
      "Name of the source, by which the lockfile calls it. A source called `debian` or `debian-security` takes the place of the suite's own archive and needs no key.",
    pattern: idPattern,
    examples: ["example"],
  }),
  uris: oneOrMany(each(sourceUriFaults, "a URI"), {
    description:
      "Where the archive is: http, https, file or copy URIs, or a directory relative to this file.",
    examples: ["https://packages.example.org/debian", "./repository"],
  }),
  suites: oneOrMany(each(matching(suitePattern, "the name of a suite"), "a suite"), {
    description: "Suites of the archive; the path of a flat repository ends in `/`.",
    examples: ["trixie", "./"],
  }),
  components: oneOrMany(each(matching(componentPattern, "the name of a component"), "a component"), {
    description: "Components of the suites; none for a flat repository.",
    examples: ["main"],
  }).optional(),
  architectures: oneOrMany(each(architectureFaults, "an architecture"), {
    description: `Only these architectures: ${debianArchitectures.join(", ")}.`,
    absent: "every architecture",
    examples: ["amd64"],
  }).optional(),
  "signed-by": textSchema(signedByFaults, {
    description: "The key that signs the archive: a file relative to this one, or an ASCII-armoured block.",
    examples: ["keys/example.asc"],
  }).optional(),
  "check-valid-until": z
    .boolean()
    .meta({
      description: "Refuse indexes past their Valid-Until date.",
      default: true,
      examples: [false],
    })
    .optional(),
  trusted: z
    .boolean()
    .meta({
      description: "Accept the archive without any signature; recorded in the lock and reported.",
      default: false,
      examples: [true],
    })
    .optional(),
});
export type SourceInput = z.input<typeof sourceSchema>;

/** A list, or the same as words of one string as deb822 writes it. */
function oneOrMany(
  rule: TextRule,
  { absent, ...meta }: { description: string; absent?: string; examples: readonly string[] },
) {
  const item = textSchema(rule, meta);
  return z.union([item, z.array(item).min(1)]).meta({ ...meta, ...(absent === undefined ? {} : { absent }) });
}

function each(rule: TextRule, noun: string): TextRule {
  return (text) => {
    const given = words(text);
    if (given.length === 0) return [{ message: `${noun} is missing`, allowed: `${noun}, or several` }];
    return given.flatMap((word) => rule(word).map((fault): TextFault => ({ within: word, ...fault })));
  };
}

function matching(pattern: string, noun: string): TextRule {
  const regexp = new RegExp(pattern);
  return (text) =>
    regexp.test(text) && !text.split("/").includes("..")
      ? []
      : [
          {
            message: `${quoted(text)} is not ${noun}`,
            allowed: "letters, digits, `.`, `_`, `+`, `-` and `/`",
          },
        ];
}

function idFaults(text: string): readonly TextFault[] {
  const allowed = "lower-case letters, digits and `-`, beginning with a letter or digit";
  if (text === localSourceId || text === builtSourceId) {
    const owner =
      text === localSourceId ? "the treefile's own .deb files" : "what the treefile's source packages build";
    const message = `the id ${quoted(text)} is that of ${owner}`;
    return [{ message, allowed, hint: "Choose another." }];
  }
  if (new RegExp(idPattern).test(text)) return [];
  return [
    { message: `${quoted(text)} cannot be the id of a source`, allowed, hint: "Write it as `example`." },
  ];
}
