import * as z from "zod";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import { quoted } from "../../../text/quoted.ts";

const accountSchema = (what: "user" | "group", example: string) =>
  textSchema((text) => accountFaults(text, what), {
    description: `Name of the ${what} of the image that it belongs to. A directory goes to the ${what} with all that it brings.`,
    absent: "root",
    examples: [example],
  });

/** Holds the fields of an entry of `add-files` that say more of a file than its content. */
export const attributesInput = {
  mode: textSchema(modeFaults, {
    description:
      "Permissions in octal digits, in quotes. Of a directory they are those of all that it brings; but files get the right to be run only if they have it where they come from.",
    absent: "0755 for directories and for files that can be run, else 0644: what git keeps of a mode",
    examples: ["0640"],
  }).optional(),
  owner: accountSchema("user", "www-data").optional(),
  group: accountSchema("group", "adm").optional(),
};

/** Describes these fields as the treefile writes them. */
export interface WrittenAttributes {
  readonly mode?: string | undefined;
  readonly owner?: string | undefined;
  readonly group?: string | undefined;
}

/** Describes these fields in a resolved treefile and in a plan; each is absent where the entry does not give it. */
export const addedAttributesSchema = z.strictObject({
  /** Permission bits with set-uid, set-gid and sticky: 0 to 0o7777. */
  mode: z.int().min(0).max(0o7777).optional(),
  owner: z.string().optional(),
  group: z.string().optional(),
});
export type AddedAttributes = z.infer<typeof addedAttributesSchema>;

/** Returns what the fields of an entry mean. */
export function addedAttributesOf({ mode, owner, group }: WrittenAttributes): AddedAttributes {
  return {
    ...(mode === undefined ? {} : { mode: Number.parseInt(mode, 8) }),
    ...(owner === undefined ? {} : { owner }),
    ...(group === undefined ? {} : { group }),
  };
}

function modeFaults(text: string): readonly TextFault[] {
  if (/^[0-7]{3,4}$/.test(text)) return [];
  const hint = 'Write "0640" for what its group may read, "0755" for what all may run.';
  return [
    { message: `${quoted(text)} is not a mode`, allowed: "three or four octal digits, in quotes", hint },
  ];
}

function accountFaults(text: string, what: "user" | "group"): readonly TextFault[] {
  if (/^[A-Za-z_][A-Za-z0-9_.-]{0,30}$/.test(text)) return [];
  const allowed = `the name of a ${what} of the image`;
  const hint = /^[0-9]+$/.test(text)
    ? `Write the name of the ${what}: its number may be another's in the next image.`
    : "Write a name as /etc/passwd has it.";
  return [{ message: `${quoted(text)} is not the name of a ${what}`, allowed, hint }];
}
