import * as z from "zod";
import type { Path } from "../../../document/position-map.ts";
import type { Fault } from "../../../document/document-file.ts";
import { backportsId, debianSourceIds } from "../../../debian/debian-sources.ts";
import { ownSourceWords } from "../../../debian/own-source.ts";
import { debianArchitectures } from "../../../debian/debian-architecture.ts";
import { architectureFaults } from "../../../debian/architecture-name.ts";
import { sourceUriFaults } from "../../../debian/archive-uri.ts";
import { signedByFaults } from "../../../openpgp/openpgp-key.ts";
import { words } from "../../../debian/package-name.ts";
import { quoted } from "../../../text/quoted.ts";
import { type TextFault, type TextRule, textSchema } from "../../../document/text-schema.ts";

const idPattern = "^[a-z0-9][a-z0-9-]*$";
const longestId = 100;
const suitePattern = "^[A-Za-z0-9./][A-Za-z0-9._+~/-]*$";
const componentPattern = "^[A-Za-z0-9][A-Za-z0-9._+/-]*$";

/**
 * Describes a source of packages next to the suite's own archive, as treefiles and chroots write it; with an id of
 * that archive, the source takes its place.
 */
export const sourceSchema = z.strictObject({
  id: textSchema(idFaults, {
    description:
      "Name of the source, by which the lockfile calls it. A source called `debian` or `debian-security` takes the place of the suite's own archive and needs no key; `debian-backports` needs neither a key nor `uris`.",
    pattern: idPattern,
    examples: ["example"],
  }),
  uris: oneOrMany(each(sourceUriFaults, "a URI"), {
    description:
      "Where the archive is: http, https, file or copy URIs, or a directory relative to this file.",
    absent: "for `debian-backports` the mirror of Debian's archive; for others it must be given",
    examples: ["https://packages.example.org/debian", "./repository"],
  }).optional(),
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

/** Describes a source of packages with its words split and the path of its key absolute. */
export const packageSourceSchema = z.strictObject({
  id: z.string(),
  /** Empty for backports of Debian's mirror, which is known where packages are chosen. */
  uris: z.array(z.string()),
  suites: z.array(z.string()).min(1),
  /** Empty for a flat repository, whose suite ends in `/`. */
  components: z.array(z.string()),
  architectures: z.array(z.string()).optional(),
  /** Absolute path of a key file, or an ASCII-armoured key block. Absent when `trusted`, and for Debian's own archive, whose keys are pinned. */
  signedBy: z.string().optional(),
  checkValidUntil: z.boolean(),
  /** Accept the source without any signature; recorded in the lock and reported. */
  trusted: z.boolean(),
});
export type PackageSource = z.infer<typeof packageSourceSchema>;

/**
 * Checks what the keys of one source ask of each other. Takes the value as it is read, because a mistake in one key
 * must not hide these; keys of the wrong type are left to the schema.
 */
export function sourceFaults(source: unknown, path: Path): readonly Fault[] {
  if (typeof source !== "object" || source === null || Array.isArray(source)) return [];
  const { id, uris, suites, components, trusted, "signed-by": signedBy } = source as Record<string, unknown>;
  const isVerified = typeof id === "string" && debianSourceIds.has(id) && signedBy === undefined;
  return [
    ...(uris === undefined && id !== backportsId ? [{ path, message: missingUris, hint: hintOfUris }] : []),
    ...(isVerified ? [] : trustFaults(signedBy, trusted, path)),
    ...componentFaults(wordsOf(suites), components, path),
  ];
}

const missingUris = "the source has no `uris`";
const hintOfUris = "Write `uris: https://packages.example.org/debian`, the address of its archive.";

function trustFaults(signedBy: unknown, trusted: unknown, path: Path): readonly Fault[] {
  const allowed =
    "`signed-by` with the archive's public key, or `trusted: true` for an archive without signatures";
  if (signedBy === undefined && trusted !== true) {
    return [
      {
        path: trusted === undefined ? path : [...path, "trusted"],
        message: "nothing says how the packages of this source are verified",
        allowed,
        hint: "Put the key next to the treefile and write `signed-by: keys/NAME.asc`.",
      },
    ];
  }
  if (signedBy === undefined || trusted !== true) return [];
  const message = "`trusted: true` switches the signature off that `signed-by` asks for";
  return [{ path: [...path, "trusted"], atKey: true, message, allowed, hint: "Remove `trusted`." }];
}

function componentFaults(suites: readonly string[], components: unknown, path: Path): readonly Fault[] {
  if (suites.length === 0) return [];
  const allowed =
    "`components` with suites such as `trixie`, none with the path of a flat repository such as `./`";
  const flat = suites.filter((suite) => suite.endsWith("/")).length;
  if (flat > 0 && flat < suites.length) {
    const hint = "Make two sources of it.";
    return [{ path: [...path, "suites"], message: "suites and flat repositories are mixed", allowed, hint }];
  }
  const given = components === undefined ? 0 : Array.isArray(components) ? components.length : 1;
  if (flat === 0 && given === 0) {
    const hint = "Write `components: main`; if the archive is a flat repository, end the suite with `/`.";
    return [{ path, message: "the source names no components", allowed, hint }];
  }
  if (flat === 0 || given === 0) return [];
  const message = "a flat repository has no components";
  const hint = "Remove `components`, or the `/` at the end of the suite.";
  return [{ path: [...path, "components"], atKey: true, message, allowed, hint }];
}

function wordsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return words(value);
  return Array.isArray(value) ? value.filter((item) => typeof item === "string").flatMap(words) : [];
}

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
  const owner = ownSourceWords(text);
  if (owner !== undefined) {
    const message = `the id ${quoted(text)} is that of ${owner}`;
    return [{ message, allowed, hint: "Choose another." }];
  }
  if (text.length > longestId) {
    const message = `the id has ${text.length} characters`;
    return [{ message, allowed: `at most ${longestId}`, hint: "It becomes part of file names: shorten it." }];
  }
  if (new RegExp(idPattern).test(text)) return [];
  return [
    { message: `${quoted(text)} cannot be the id of a source`, allowed, hint: "Write it as `example`." },
  ];
}
