import * as z from "zod";
import type { Path } from "../../../document/position-map.ts";
import { quoted } from "../../../text/quoted.ts";
import { besideFile, ownFileFaults } from "../../../document/relative-path.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import type { Fault } from "../../../document/document-file.ts";
import type { Entry } from "../../../document/entry.ts";
import { namedText } from "../../../document/named-text.ts";
import { originOf, originSchema } from "../../../document/origin.ts";
import type { ProblemList } from "../../../document/problem-list.ts";
import { singleKey } from "../../layer/single-key.ts";
import type { MergedContext } from "../../layer/treefile-key.ts";

const types = ["none", "previous", "file", "data"] as const;
/** The greatest number is not an id: it means that there is none. */
const idSchema = z
  .int()
  .min(0)
  .max(2 ** 32 - 2);
const idPairSchema = z.array(idSchema).superRefine((ids, context) => {
  if (ids.length === 1 || ids.length === 2) return;
  const params = { allowed: "one or two numbers", hint: "Write `[UID, GID]`." };
  context.addIssue({ code: "custom", message: "a user has one uid and one gid", params });
});
const accountName = textSchema(accountNameFaults, { description: "Name of an account." });

const common = (database: string) => ({
  type: z.enum(types).meta({
    description:
      "What to compare with: nothing, the image that this one follows, a file, or the accounts under `entries`.",
    examples: ["previous"],
  }),
  filename: textSchema(ownFileFaults, {
    description: `For \`file\`: a file in the form of ${database}(5), relative to this treefile and below its directory.`,
    absent: "only with `file`",
    examples: [`accounts/${database}`],
  }).optional(),
});

const passwdSchema = z
  .strictObject({
    ...common("passwd"),
    entries: z
      .record(accountName, z.union([idSchema, idPairSchema]))
      .meta({
        description: "For `data`: the uid of each user, which is its gid too, or a list of uid and gid.",
        absent: "only with `data`",
        examples: [{ sshd: [990, 65534] }],
      })
      .optional(),
  })
  .meta({
    description:
      "Users that the image must have, with their ids, or it is refused. Others may be there as well.",
    absent: "no check",
    examples: [{ type: "previous" }],
  });

const groupSchema = z
  .strictObject({
    ...common("group"),
    entries: z
      .record(accountName, idSchema)
      .meta({
        description: "For `data`: the gid of each group.",
        absent: "only with `data`",
        examples: [{ sudo: 27 }],
      })
      .optional(),
  })
  .meta({
    description:
      "Groups that the image must have, with their ids, or it is refused. Others may be there as well.",
    absent: "no check",
    examples: [{ type: "previous" }],
  });

type CheckInput = z.input<typeof passwdSchema> | z.input<typeof groupSchema>;

/** Accounts that the image must have. */
const recordSchema = z.strictObject({
  origin: originSchema,
  /** Absent for those of the image that this one follows; of a user uid and gid, of a group its gid. */
  expected: z
    .array(z.strictObject({ name: z.string(), ids: z.array(z.int()).min(1).max(2), origin: originSchema }))
    .optional(),
});
type AccountCheck = z.infer<typeof recordSchema>;

export const checkPasswd = singleKey({
  name: "check-passwd",
  schema: passwdSchema,
  faults: checkFaults,
  field: "checkPasswd",
  record: recordSchema.optional(),
  resolve: (entry, context) => resolveCheck("passwd", entry, context),
});

export const checkGroups = singleKey({
  name: "check-groups",
  schema: groupSchema,
  faults: checkFaults,
  field: "checkGroups",
  record: recordSchema.optional(),
  resolve: (entry, context) => resolveCheck("group", entry, context),
});

function accountNameFaults(text: string): readonly TextFault[] {
  if (/^[^\s:/,]+$/.test(text)) return [];
  const allowed = "a name as /etc/passwd or /etc/group has it";
  return [{ message: `${quoted(text)} cannot be the name of an account`, allowed }];
}

/** Checks what the keys of a check ask of each other. Keys of the wrong type are left to the schema. */
function checkFaults(check: unknown, path: Path): readonly Fault[] {
  if (typeof check !== "object" || check === null || Array.isArray(check)) return [];
  const { type, ...given } = check as Record<string, unknown>;
  if (!(types as readonly unknown[]).includes(type)) return [];
  const needed = type === "file" ? "filename" : type === "data" ? "entries" : undefined;
  const faults: Fault[] = [];
  if (needed !== undefined && given[needed] === undefined) {
    const message = `a check of type ${quoted(type)} has no \`${needed}\``;
    faults.push({ path, message, hint: `Add \`${needed}\`, or write another type.` });
  }
  for (const [key, owner] of [
    ["filename", "file"],
    ["entries", "data"],
  ] as const) {
    if (key === needed || given[key] === undefined) continue;
    const message = `\`${key}\` belongs to the type ${quoted(owner)}, not to ${quoted(type)}`;
    faults.push({
      path: [...path, key],
      atKey: true,
      message,
      hint: `Remove it, or write \`type: ${owner}\`.`,
    });
  }
  return faults;
}

/** Which ids of a row are checked: of passwd(5) two, of group(5) one. */
type Database = "passwd" | "group";

/**
 * A check with the ids that are expected, each with its place. Undefined for one that checks nothing, and for one
 * whose file is at fault, which is reported.
 */
function resolveCheck(
  database: Database,
  entry: Entry<CheckInput>,
  { read, problems }: MergedContext,
): AccountCheck | undefined {
  const { type, filename, entries = {} } = entry.value;
  const origin = originOf(entry);
  if (type === "none") return undefined;
  if (type === "previous") return { origin };
  if (type === "file") {
    const named = { ...entry, value: filename ?? "", path: [...entry.path, "filename"] };
    const text = namedText(named, read, problems);
    const expected = text === undefined ? undefined : rowsOf(text, database, named, problems);
    return expected === undefined ? undefined : { origin, expected };
  }
  const expected = Object.entries(entries).map(([name, ids]) => ({
    name,
    ids: idsOf(ids, database),
    origin: originOf({ file: entry.file, path: [...entry.path, "entries", name] }),
  }));
  return { origin, expected };
}

/** A lone number is a user's uid and gid. */
function idsOf(written: number | readonly number[], database: Database): number[] {
  const ids = typeof written === "number" ? [written] : [...written];
  return database === "passwd" && ids.length === 1 ? [...ids, ...ids] : ids;
}

type Expected = NonNullable<AccountCheck["expected"]>;

function rowsOf(
  text: string,
  database: Database,
  entry: Entry<string>,
  problems: ProblemList,
): Expected | undefined {
  const expected: Expected = [];
  const file = besideFile(entry.file.path, entry.value);
  for (const [index, row] of text.split("\n").entries()) {
    if (row.trim() === "") continue;
    const fields = row.split(":");
    const ids = fields.slice(2, database === "passwd" ? 4 : 3);
    if (fields.length !== (database === "passwd" ? 7 : 4) || !ids.every((id) => /^\d{1,10}$/.test(id))) {
      const message = `line ${index + 1} of the file is not a line of ${database}(5)`;
      const allowed = database === "passwd" ? "name:x:uid:gid:gecos:home:shell" : "name:x:gid:members";
      problems.add(entry.file, [{ path: entry.path, message, given: quoted(row), allowed }]);
      return undefined;
    }
    expected.push({
      name: fields[0] ?? "",
      ids: ids.map(Number),
      origin: { file, line: index + 1, column: 1 },
    });
  }
  return expected;
}
