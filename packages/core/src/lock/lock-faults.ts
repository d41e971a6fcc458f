import * as z from "zod";
import { debianArchitectures } from "../debian/debian-architecture.ts";
import type { Path } from "../document/position-map.ts";
import { ownSourceIds } from "../debian/own-source.ts";
import { type LockSection, lockSectionSchema } from "./lock.ts";

/** Describes what is wrong with the value at a path of a lock. */
export interface LockFault {
  readonly path: Path;
  readonly message: string;
  readonly given?: unknown;
  readonly allowed?: string;
}

/** Returns everything wrong with the sections of a lock as read from its file: in form, and between their parts. */
export function lockFaults(architectures: unknown): readonly LockFault[] {
  const read = z.record(z.string(), lockSectionSchema).safeParse(architectures, { reportInput: true });
  if (!read.success) return read.error.issues.flatMap(issueFaults);
  return Object.entries(read.data).flatMap(([architecture, section]) => {
    const path = ["architectures", architecture];
    const known = (debianArchitectures as readonly string[]).includes(architecture);
    if (known) return sectionFaults(architecture, section, path);
    return [{ path, message: "this is not a Debian architecture", allowed: debianArchitectures.join(", ") }];
  });
}

function issueFaults(issue: z.core.$ZodIssue): LockFault[] {
  const path = ["architectures", ...(issue.path as Path)];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: [...path, key], message: "this key does not exist" }));
  if (issue.code === "invalid_key") return [{ path, message: "this cannot be a key" }];
  if (issue.input === undefined) return [{ path, message: "this is missing" }];
  const [, told] = /^(?:Invalid [a-z]+|Too small|Too big): (.+)$/.exec(issue.message) ?? [];
  const allowed = issue.code === "custom" ? issue.message : told;
  return [
    {
      path,
      message: "this value is not allowed here",
      ...(typeof issue.input === "object" ? {} : { given: issue.input }),
      ...(allowed === undefined ? {} : { allowed }),
    },
  ];
}

function sectionFaults(architecture: string, section: LockSection, path: Path): LockFault[] {
  const { packages, indexes, request, ids } = section;
  const sources = new Set([
    "debian",
    "debian-security",
    ...ownSourceIds,
    ...request.sources.map(({ id }) => id),
  ]);
  const allowed = [...sources].join(", ");
  const unknownSource = (list: string, id: string, index: number): LockFault[] =>
    sources.has(id)
      ? []
      : [
          {
            path: [...path, list, index, "sourceId"],
            message: "there is no source with this id",
            given: id,
            allowed,
          },
        ];
  const own = [architecture, "all"];
  return [
    ...indexes.flatMap(({ sourceId }, index) => unknownSource("indexes", sourceId, index)),
    ...packages.flatMap(({ sourceId }, index) => unknownSource("packages", sourceId, index)),
    ...packages.flatMap(({ architecture: given }, index): LockFault[] => {
      const at = [...path, "packages", index, "architecture"];
      return own.includes(given)
        ? []
        : [
            {
              path: at,
              message: "the package is built for another architecture",
              given,
              allowed: own.join(", "),
            },
          ];
    }),
    ...repeatedFaults(packages, "package", [...path, "packages"]),
    ...repeatedFaults(ids?.users ?? [], "user", [...path, "ids", "users"]),
    ...repeatedFaults(ids?.groups ?? [], "group", [...path, "ids", "groups"]),
  ];
}

function repeatedFaults(items: readonly { readonly name: string }[], noun: string, path: Path): LockFault[] {
  const seen = new Set<string>();
  return items.flatMap(({ name }, index): LockFault[] => {
    const isRepeated = seen.has(name);
    seen.add(name);
    return isRepeated
      ? [{ path: [...path, index, "name"], message: `the ${noun} is given twice`, given: name }]
      : [];
  });
}
