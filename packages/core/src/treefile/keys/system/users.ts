import * as z from "zod";
import { baseGroups, baseUsers, systemGroups, systemUsers } from "../../../debian/system-accounts.ts";
import { elsewhere, type Fault } from "../../../document/document-file.ts";
import type { Entry } from "../../../document/entry.ts";
import { originOf, originSchema } from "../../../document/origin.ts";
import type { Path } from "../../../document/position-map.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import { DebootcError } from "../../../error/debootc-error.ts";
import { quoted } from "../../../text/quoted.ts";
import { givenValues, type Layer, mergedValues, type Slot } from "../../layer/layer.ts";
import { eachItem } from "../../layer/list-key.ts";
import { repeats } from "../../layer/repeats.ts";
import { type MergedContext, treefileKey } from "../../layer/treefile-key.ts";
import { sshKeyFaults } from "./ssh-key.ts";

const namePattern = "^[a-z][a-z0-9_-]{0,31}$";

/** Debian Policy 9.2.2: the ids that are left to the administrator of a machine. */
const lowestUid = 1000;
const highestUid = 59_999;
const defaultShell = "/bin/bash";
const exampleKey =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl admin@example.org";

/** An account of people, as a treefile writes it. */
const userSchema = z.strictObject({
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
    absent: defaultShell,
    examples: ["/bin/bash"],
  }).optional(),
  "ssh-authorized-keys": z
    .array(textSchema(sshKeyFaults, { description: "A line of authorized_keys." }))
    .meta({
      description: "Public keys that may log in by ssh. They belong to the image and change with it.",
      examples: [[exampleKey]],
    })
    .optional(),
});
type UserInput = z.input<typeof userSchema>;

/** An account of people, with a group of its own of the same name and number. */
const accountSchema = z.strictObject({
  name: z.string(),
  uid: z.int(),
  gecos: z.string(),
  /** Groups beside its own. */
  groups: z.array(z.string()),
  shell: z.string(),
});

const sshKeysSchema = z.strictObject({
  /** `root`, or the name of one of the users. */
  user: z.string(),
  /** Lines of authorized_keys. */
  keys: z.array(z.string()).min(1),
});

const slot: Slot<UserInput> = { path: ["users"], rule: "append", mayRepeat: true };

export const users = treefileKey({
  name: "users",
  schema: z.array(userSchema).meta({
    description: "Accounts of people, without passwords: they log in by ssh with a key.",
    examples: [[{ name: "admin", uid: 1000, groups: ["sudo"], "ssh-authorized-keys": [exampleKey] }]],
  }),
  faults: eachItem(userFaults),
  slots: [slot],
  fill: (items: readonly (UserInput | undefined)[], place) =>
    items.flatMap((item, index) => (item === undefined ? [] : [place(slot, item, ["users", index])])),
  check: refuseSameAccount,
  record: {
    users: z.array(accountSchema.extend({ origin: originSchema })),
    sshKeys: z.array(sshKeysSchema.extend({ origin: originSchema })),
  },
  resolve: (layer) => {
    const entries = mergedValues(layer, slot);
    return {
      users: entries.filter(({ value: { name } }) => name !== "root").map(accountOf),
      sshKeys: entries.flatMap(sshKeysOf),
    };
  },
  planned: {
    record: {
      /** Accounts of people and their public keys. */
      users: z.array(accountSchema).default([]),
      sshKeys: z.record(z.string(), z.array(z.string())).default({}),
    },
    of: ({ users, sshKeys }) => ({
      users: users.map(({ origin: _origin, ...account }) => account),
      sshKeys: Object.fromEntries(sshKeys.map(({ user, keys }) => [user, keys])),
    }),
  },
});

function accountOf(entry: Entry<UserInput>) {
  const { name, uid, gecos = "", groups = [], shell = defaultShell } = entry.value;
  if (uid === undefined) throw new DebootcError("internal-fault", "a user without `uid` was not refused");
  return { name, uid, gecos, groups: [...new Set(groups)], shell, origin: originOf(entry) };
}

function sshKeysOf(entry: Entry<UserInput>) {
  const { name, "ssh-authorized-keys": keys = [] } = entry.value;
  return keys.length === 0
    ? []
    : [{ user: name, keys: keys.map((key) => key.trim()), origin: originOf(entry) }];
}

function refuseSameAccount(layer: Layer, { problems }: MergedContext): void {
  const given = givenValues(layer, slot);
  for (const [{ value, file, path }, other] of repeats(given, ({ value: { name } }) => name)) {
    const message = `the account ${quoted(value.name)} is already defined in ${elsewhere(file, other.file, other.path)}`;
    problems.add(file, [{ path: [...path, "name"], message, hint: "Write all of it in one place." }]);
  }
  const numbered = given.filter(({ value: { uid } }) => uid !== undefined);
  for (const [{ value, file, path }, other] of repeats(numbered, ({ value: { uid } }) => String(uid))) {
    if (value.name === other.value.name) continue;
    const message = `the uid ${value.uid} is already that of ${other.value.name} in ${elsewhere(file, other.file, other.path)}`;
    problems.add(file, [{ path: [...path, "uid"], message, hint: "Choose another number." }]);
  }
}

/** Checks what the keys of one user ask of each other. Keys of the wrong type are left to the schema. */
function userFaults(user: unknown, path: Path): readonly Fault[] {
  if (typeof user !== "object" || user === null || Array.isArray(user)) return [];
  const { name, ...rest } = user as Record<string, unknown>;
  if (name === "root") {
    const allowed = "`ssh-authorized-keys`";
    const message = "root is an account of every image and may only be given keys";
    return Object.keys(rest)
      .filter((key) => ["uid", "gecos", "groups", "shell"].includes(key))
      .map((key) => ({ path: [...path, key], atKey: true, message, allowed, hint: "Remove it." }));
  }
  if (typeof name !== "string") return [];
  const taken = takenBy(name);
  if (taken !== undefined) {
    const message = `${quoted(name)} is ${taken} of Debian's own`;
    return [{ path: [...path, "name"], message, hint: "Choose another name." }];
  }
  if (rest["uid"] !== undefined) return [];
  const message = `the account ${quoted(name)} has no uid`;
  const hint = "Write `uid: 1000`, a number that the account keeps in all images to come.";
  return [{ path, message, allowed: "`uid` with a number from 1000 on", hint }];
}

/** Says what of Debian has the name already: an account comes with a group of the same name. */
function takenBy(name: string): string | undefined {
  const has = (accounts: readonly { readonly name: string }[]) =>
    accounts.some((account) => account.name === name);
  if (baseUsers.includes(name) || has(systemUsers)) return "an account";
  return baseGroups.includes(name) || has(systemGroups) ? "a group" : undefined;
}

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
  if (/^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/.test(text)) return [];
  const allowed = "one name an item, of at most 32 characters";
  return [{ message: `${quoted(text)} is not the name of a group`, allowed }];
}

function shellFaults(text: string): readonly TextFault[] {
  if (/^\/[^:\s]+$/.test(text)) return [];
  const hint = "Write it as `/bin/bash`.";
  return [{ message: `${quoted(text)} is not an absolute path`, allowed: "the path of a program", hint }];
}
