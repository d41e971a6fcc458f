import * as z from "zod";
import { quoted } from "../../text/quoted.ts";
import { sshKeyFaults } from "./ssh-key.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";

const namePattern = "^[a-z][a-z0-9_-]{0,31}$";

/** Debian Policy 9.2.2: what is left to the administrator of a machine. */
export const lowestUid = 1000;
const highestUid = 59_999;

/** An account of people, as a treefile writes it. */
export const userSchema = z.strictObject({
  name: textSchema(nameFaults, {
    description: "Name of the account; `root` may be given keys and nothing else.",
    pattern: namePattern,
    examples: ["admin"],
  }),
  uid: z
    .number()
    .superRefine((uid, context) => {
      for (const { message, ...params } of uidFaults(uid))
        context.addIssue({ code: "custom", message, params });
    })
    .meta({
      description: `Number of the user and of the group of the same name, from ${lowestUid} to ${highestUid}: files on a machine keep it over all updates.`,
      examples: [1000],
    })
    .optional(),
  gecos: textSchema(gecosFaults, {
    description: "Full name, for people.",
    examples: ["Administrator"],
  }).optional(),
  groups: z
    .array(textSchema(groupFaults, { description: "A group of the image." }))
    .meta({ description: "Groups of the image to be a member of.", examples: [["sudo"]] })
    .optional(),
  shell: textSchema(shellFaults, {
    description: "Login shell.",
    absent: "/bin/bash",
    examples: ["/bin/bash"],
  }).optional(),
  "ssh-authorized-keys": z
    .array(textSchema(sshKeyFaults, { description: "A line of authorized_keys." }))
    .meta({
      description: "Public keys that may log in by ssh. They belong to the image and change with it.",
      examples: [
        [
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl admin@example.org",
        ],
      ],
    })
    .optional(),
});
export type UserInput = z.input<typeof userSchema>;

function nameFaults(text: string): readonly TextFault[] {
  if (new RegExp(namePattern).test(text)) return [];
  const allowed = "a lower-case letter, then lower-case letters, digits, `_` and `-`; 32 at most";
  return [{ message: `${quoted(text)} cannot be the name of an account`, allowed, hint: "Choose another." }];
}

function uidFaults(uid: number): readonly TextFault[] {
  if (Number.isInteger(uid) && uid >= lowestUid && uid <= highestUid) return [];
  const hint = uid === 0 ? "Only root has it." : "Numbers outside are Debian's own (Policy 9.2.2).";
  return [
    { message: `${uid} cannot be the uid of an account`, allowed: `${lowestUid} to ${highestUid}`, hint },
  ];
}

function gecosFaults(text: string): readonly TextFault[] {
  if (/^[^:\r\n]*$/.test(text)) return [];
  return [{ message: "the full name contains a colon or a line break", allowed: "one line without `:`" }];
}

function groupFaults(text: string): readonly TextFault[] {
  if (/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(text)) return [];
  return [{ message: `${quoted(text)} is not the name of a group`, allowed: "one name an item" }];
}

function shellFaults(text: string): readonly TextFault[] {
  if (/^\/[^:\s]+$/.test(text)) return [];
  const hint = "Write it as `/bin/bash`.";
  return [{ message: `${quoted(text)} is not an absolute path`, allowed: "the path of a program", hint }];
}
