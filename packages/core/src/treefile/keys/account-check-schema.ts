import * as z from "zod";
import type { Path } from "../../document/position-map.ts";
import { quoted } from "../../text/quoted.ts";
import { ownFileFaults } from "../../document/relative-path.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";
import type { Fault } from "../../document/document-file.ts";

const types = ["none", "previous", "file", "data"] as const;
/** The greatest is no id, but what means that there is none. */
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
      "What to compare with: nothing, the image that this one follows, a file, or what stands under `entries`.",
    examples: ["previous"],
  }),
  filename: textSchema(ownFileFaults, {
    description: `For \`file\`: a file in the form of ${database}(5), relative to this treefile and below its directory.`,
    absent: "only with `file`",
    examples: [`accounts/${database}`],
  }).optional(),
});

/** `check-passwd`, as a treefile writes it. */
export const checkPasswdSchema = z
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
  });

/** `check-groups`, as a treefile writes it. */
export const checkGroupsSchema = z
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
  });

export type AccountCheckInput = z.input<typeof checkPasswdSchema> | z.input<typeof checkGroupsSchema>;

function accountNameFaults(text: string): readonly TextFault[] {
  if (/^[^\s:/,]+$/.test(text)) return [];
  const allowed = "a name as it stands in /etc/passwd or /etc/group";
  return [{ message: `${quoted(text)} cannot be the name of an account`, allowed }];
}

/** What the keys of a check ask of each other. Keys of the wrong type are left to the schema. */
export function accountCheckFaults(check: unknown, path: Path): readonly Fault[] {
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
