import * as z from "zod";
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
import { accountNameFaults, accountNamePattern, fullNameFaults, takenBy } from "./account-name.ts";
import { firstBoot, passwordFaults, sudoFaults, sudoOf, withoutPassword } from "./account-rights.ts";
import { sshKeyFaults } from "./ssh-key.ts";

/** Debian Policy 9.2.2: the ids that are left to the administrator of a machine. */
const lowestUid = 1000;
const highestUid = 59_999;
const defaultShell = "/bin/bash";

/** Ids of services, outside of those that debootc's own table gives out (800 to 899). */
const lowestSystemUid = 100;
const highestSystemUid = 999;
const noShell = "/usr/sbin/nologin";
const noHome = "/nonexistent";

const exampleKey =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl admin@example.org";

/** An account, as a treefile writes it. */
const userSchema = z.strictObject({
  name: textSchema(accountNameFaults, {
    description: "Name of the account; `root` may be given keys and a `password`, and nothing else.",
    pattern: accountNamePattern,
    examples: ["admin"],
  }),
  uid: z
    .number()
    .superRefine((uid, context) => {
      for (const { message, ...params } of wholeUidFaults(uid))
        context.addIssue({ code: "custom", message, params });
    })
    .meta({
      description: `Number of the user and of the group of the same name, from ${lowestUid} to ${highestUid}, of a system account from ${lowestSystemUid} to ${highestSystemUid}: files on a machine keep it over all updates.`,
      examples: [1000],
    })
    .optional(),
  gecos: textSchema(fullNameFaults, {
    description: "Full name, for people.",
    examples: ["Administrator"],
  }).optional(),
  groups: z
    .array(textSchema(groupFaults, { description: "A group of the image." }))
    .meta({ description: "Groups of the image to be a member of.", examples: [["sudo"]] })
    .optional(),
  shell: textSchema(shellFaults, {
    description: "Login shell.",
    absent: `${defaultShell}; of a system account ${noShell}`,
    examples: ["/bin/bash"],
  }).optional(),
  system: z
    .boolean()
    .meta({
      description: "An account of a service, which nobody logs in to.",
      default: false,
      examples: [true],
    })
    .optional(),
  home: textSchema(homeFaults, {
    description: "Home of a system account. It is not made: a service has `StateDirectory=`.",
    absent: `${noHome}; of people /home and the name`,
    examples: ["/var/lib/app"],
  }).optional(),
  sudo: z
    .union([
      z.boolean(),
      textSchema(sudoFaults, { description: "Not even its password.", enum: [withoutPassword] }),
    ])
    .meta({
      description:
        "Whether the account may do everything by sudo: `true` asks for its password, `nopasswd` does not. Needs the package sudo.",
      default: false,
      examples: [withoutPassword, true],
    })
    .optional(),
  // Not a text: whatever is written here may be a secret, which no message shows.
  password: z
    .unknown()
    .superRefine((value, context) => {
      for (const { message, ...params } of passwordFaults(value))
        context.addIssue({ code: "custom", message, params });
    })
    .meta({
      description: `\`${firstBoot}\`: the account gets its password on the machine, as a hash (docs/login.md). A treefile holds none.`,
      absent: "no login by a password",
      enum: [firstBoot],
      examples: [firstBoot],
    })
    .optional(),
  "ssh-authorized-keys": z
    .array(textSchema(sshKeyFaults, { description: "A line of authorized_keys." }))
    .meta({
      description: "Public keys that may log in by ssh. They belong to the image and change with it.",
      examples: [[exampleKey]],
    })
    .optional(),
});
type UserInput = z.input<typeof userSchema>;

/** An account with a group of its own of the same name and number. */
const accountSchema = z.strictObject({
  name: z.string(),
  uid: z.int(),
  gecos: z.string(),
  /** Groups beside its own. */
  groups: z.array(z.string()),
  shell: z.string(),
  /** Home of a system account; absent for people. */
  home: z.string().optional(),
  /** Whether sudo asks for its password; absent for an account without sudo. */
  sudo: z.enum(["password", withoutPassword]).optional(),
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
    description: "Accounts of people and of services, without passwords: people log in by ssh with a key.",
    examples: [
      [
        { name: "admin", uid: 1000, sudo: withoutPassword, "ssh-authorized-keys": [exampleKey] },
        { name: "maria", uid: 1001, sudo: true, password: firstBoot },
        { name: "app", uid: 600, system: true },
      ],
    ],
  }),
  faults: eachItem(userFaults),
  slots: [slot],
  fill: (items: readonly (UserInput | undefined)[], place) =>
    items.flatMap((item, index) => (item === undefined ? [] : [place(slot, item, ["users", index])])),
  check: refuseSameAccount,
  record: {
    users: z.array(accountSchema.extend({ origin: originSchema })),
    sshKeys: z.array(sshKeysSchema.extend({ origin: originSchema })),
    /** Accounts that get a password on the machine. */
    passwords: z.array(z.strictObject({ user: z.string(), origin: originSchema })),
  },
  resolve: (layer) => {
    const entries = mergedValues(layer, slot);
    return {
      users: entries.filter(({ value: { name } }) => name !== "root").map(accountOf),
      sshKeys: entries.flatMap(sshKeysOf),
      passwords: entries
        .filter(({ value: { password } }) => password === firstBoot)
        .map((entry) => ({ user: entry.value.name, origin: originOf(entry) })),
    };
  },
  planned: {
    record: {
      /** Accounts, the public keys of people, and who gets a password on the machine. */
      users: z.array(accountSchema).default([]),
      sshKeys: z.record(z.string(), z.array(z.string())).default({}),
      passwords: z.array(z.string()).default([]),
    },
    of: ({ users, sshKeys, passwords }) => ({
      users: users.map(({ origin: _origin, ...account }) => account),
      sshKeys: Object.fromEntries(sshKeys.map(({ user, keys }) => [user, keys])),
      passwords: passwords.map(({ user }) => user),
    }),
  },
});

function accountOf(entry: Entry<UserInput>) {
  const { name, uid, gecos = "", groups = [], system = false, sudo = false } = entry.value;
  if (uid === undefined) throw new DebootcError("internal-fault", "a user without `uid` was not refused");
  const rights = sudoOf(sudo);
  const { shell = system ? noShell : defaultShell, home = noHome } = entry.value;
  return {
    name,
    uid,
    gecos,
    // Debian's own rule for the group asks for the password.
    groups: [...new Set([...groups, ...(rights === "password" ? ["sudo"] : [])])],
    shell,
    ...(system ? { home } : {}),
    ...(rights === undefined ? {} : { sudo: rights }),
    origin: originOf(entry),
  };
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
  const without = (keys: readonly string[], message: string, allowed: string): readonly Fault[] =>
    Object.keys(rest)
      .filter((key) => keys.includes(key))
      .map((key) => ({ path: [...path, key], atKey: true, message, allowed, hint: "Remove it." }));
  if (name === "root") {
    const message = "root is an account of every image and may only be given keys";
    const closed = ["uid", "gecos", "groups", "shell", "system", "home", "sudo"];
    return without(closed, message, "`ssh-authorized-keys` and `password`");
  }
  if (typeof name !== "string") return [];
  const isSystem = rest["system"] === true;
  const misplaced = isSystem
    ? without(
        ["ssh-authorized-keys", "password", "sudo"],
        "nobody logs in to a system account",
        "`uid`, `gecos`, `groups`, `shell` and `home`",
      )
    : without(["home"], "the home of people is /home and their name", "`home` for a system account");
  return [...misplaced, ...nameAndUidFaults(name, rest["uid"], isSystem, path)];
}

function nameAndUidFaults(name: string, uid: unknown, isSystem: boolean, path: Path): readonly Fault[] {
  const taken = takenBy(name);
  if (taken !== undefined) {
    const message = `${quoted(name)} is ${taken} of Debian's own`;
    return [{ path: [...path, "name"], message, hint: "Choose another name." }];
  }
  if (typeof uid === "number") {
    const given = quoted(uid);
    return uidFaults(uid, isSystem).map((fault) => ({ path: [...path, "uid"], given, ...fault }));
  }
  if (uid !== undefined) return [];
  const [from, example] = isSystem ? [lowestSystemUid, 600] : [lowestUid, 1000];
  const message = `the account ${quoted(name)} has no uid`;
  const hint = `Write \`uid: ${example}\`, a number that the account keeps in all images to come.`;
  return [{ path, message, allowed: `\`uid\` with a number from ${from} on`, hint }];
}

function wholeUidFaults(uid: number): readonly TextFault[] {
  if (Number.isInteger(uid)) return [];
  return [{ message: `${uid} cannot be the uid of an account`, allowed: "a whole number" }];
}

function uidFaults(uid: number, isSystem: boolean): readonly TextFault[] {
  const [lowest, highest] = isSystem ? [lowestSystemUid, highestSystemUid] : [lowestUid, highestUid];
  if (!Number.isInteger(uid) || (uid >= lowest && uid <= highest)) return [];
  const hint =
    uid === 0
      ? "Only root has it."
      : !isSystem && uid >= lowestSystemUid && uid <= highestSystemUid
        ? "An account of a service has `system: true`."
        : "Numbers outside are Debian's own (Policy 9.2.2).";
  return [{ message: `${uid} cannot be the uid of an account`, allowed: `${lowest} to ${highest}`, hint }];
}

function homeFaults(text: string): readonly TextFault[] {
  if (/^\/[^:\s]*$/.test(text) && !text.split("/").includes("..")) return [];
  const hint = "Write it as `/var/lib/app`.";
  return [{ message: `${quoted(text)} is not an absolute path`, allowed: "the path of a directory", hint }];
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
