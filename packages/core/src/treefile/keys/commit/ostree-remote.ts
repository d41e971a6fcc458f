import * as z from "zod";
import { archiveUriPattern, mirrorFaults } from "../../../debian/archive-uri.ts";
import type { Entry } from "../../../document/entry.ts";
import { originOf, originSchema } from "../../../document/origin.ts";
import { isUnreadable } from "../../../document/read-file.ts";
import { ed25519KeysOf } from "../../../openpgp/ed25519-keys.ts";
import { publicKeysOf } from "../../../openpgp/public-keys.ts";
import { quoted } from "../../../text/quoted.ts";
import { type Layer, mergedValue, mergedValues, type Slot } from "../../layer/layer.ts";
import { memberValues } from "../../layer/member-values.ts";
import { type MergedContext, treefileKey } from "../../layer/treefile-key.ts";
import { besideFile, ownFileFaults } from "../../../document/relative-path.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";

/** libostree's OSTREE_REMOTE_NAME_REGEXP. */
const namePattern = "^[A-Za-z0-9_][-._A-Za-z0-9]*$";

const inputSchema = z
  .strictObject({
    name: textSchema(nameFaults, {
      description: "Name of the remote on the machine: the word before `:` in the origin of a deployment.",
      pattern: namePattern,
      absent: "no remote",
      examples: ["debian"],
    }).optional(),
    url: textSchema(urlFaults, {
      description: "Where the repository is served.",
      pattern: archiveUriPattern,
      absent: "no remote",
      examples: ["https://updates.example.org/repo"],
    }).optional(),
    "gpg-keys": z
      .array(
        textSchema(ownFileFaults, {
          description:
            "A file with OpenPGP public keys, armoured or binary, relative to this treefile and below its directory.",
          examples: ["keys/updates.asc"],
        }),
      )
      .min(1)
      .meta({
        description:
          "Keys that may sign updates, each by itself: name the old and the new one while a key is replaced.",
        absent: "commits need no signature of GnuPG",
        examples: [["keys/updates-2026.asc", "keys/updates-2027.asc"]],
      })
      .optional(),
    "ed25519-keys": z
      .array(
        textSchema(ownFileFaults, {
          description:
            "A file with public keys of ostree's sign API, in base64, one a line, relative to this treefile and below its directory.",
          examples: ["keys/updates.ed25519"],
        }),
      )
      .min(1)
      .meta({
        description:
          "Keys that may sign updates by ed25519, each by itself. Only for images whose ostree was built with it; Debian's is not.",
        absent: "commits need no signature by ed25519",
        examples: [["keys/updates.ed25519"]],
      })
      .optional(),
  })
  .superRefine((remote, context) => {
    if (Object.keys(remote).length === 0)
      context.addIssue({
        code: "custom",
        message: "the remote is empty",
        params: { hint: "Remove the key." },
      });
  })
  .meta({
    description:
      "Where machines with this image fetch updates from, and whose signatures they accept. What has no such signature is refused.",
    absent: "machines need `ostree remote add`",
    examples: [{ name: "debian", url: "https://updates.example.org/repo", "gpg-keys": ["keys/updates.asc"] }],
  });

const name: Slot<string> = { path: ["ostree-remote", "name"], rule: "override" };
const url: Slot<string> = { path: ["ostree-remote", "url"], rule: "override" };
const gpgKeys: Slot<string> = { path: ["ostree-remote", "gpg-keys"], rule: "append" };
const ed25519Keys: Slot<string> = { path: ["ostree-remote", "ed25519-keys"], rule: "append" };
const slots = [name, url, gpgKeys, ed25519Keys];

/** Where machines fetch updates from, and the public keys that may sign them. */
const remoteSchema = z.strictObject({
  name: z.string(),
  url: z.string(),
  /** One for each file, armoured, with the fingerprints of its primary keys. */
  gpgKeys: z.array(z.strictObject({ fingerprints: z.array(z.string()).min(1), armour: z.string() })),
  /** Base64. */
  ed25519Keys: z.array(z.string()),
});

const placedSchema = remoteSchema.extend({ origin: originSchema });

export const ostreeRemote = treefileKey({
  name: "ostree-remote",
  schema: inputSchema,
  slots,
  fill: (map, place) => memberValues(map, slots, place),
  record: { ostreeRemote: placedSchema.optional() },
  resolve: (layer, context) => {
    const remote = remoteOf(layer, context);
    return remote === undefined ? {} : { ostreeRemote: remote };
  },
  planned: {
    record: { ostreeRemote: remoteSchema.optional() },
    of: ({ ostreeRemote }) => {
      if (ostreeRemote === undefined) return {};
      const { origin: _origin, ...remote } = ostreeRemote;
      return { ostreeRemote: remote };
    },
  },
});

/** Returns the remote with its keys read; undefined if there is none, or if something is wrong with it, which is reported. */
function remoteOf(layer: Layer, context: MergedContext): z.infer<typeof placedSchema> | undefined {
  const first = slots.flatMap((slot) => mergedValues(layer, slot)).at(0);
  if (first === undefined) return undefined;
  if (!context.isFaulty("ostree-remote")) refuseIncomplete(layer, first, context);
  const gpg = mergedValues(layer, gpgKeys).flatMap((entry) => keysIn(entry, publicKeysOf, context) ?? []);
  const ed25519 = mergedValues(layer, ed25519Keys).flatMap(
    (entry) => keysIn(entry, ed25519KeysOf, context) ?? [],
  );
  const named = mergedValue(layer, name);
  const at = mergedValue(layer, url);
  if (named === undefined || at === undefined) return undefined;
  return {
    name: named.value,
    url: at.value,
    gpgKeys: gpg.map(({ fingerprints, armour }) => ({ fingerprints: [...fingerprints], armour })),
    ed25519Keys: [...new Set(ed25519)],
    origin: originOf(first),
  };
}

function refuseIncomplete(layer: Layer, { file }: Entry<string>, { problems }: MergedContext): void {
  const isMissing = (...slots: Slot<string>[]) =>
    slots.every((slot) => mergedValue(layer, slot) === undefined);
  const keys = "Name the public key under `gpg-keys`: an update that nobody signed is never taken.";
  const missing: [what: string, hint: string][] = [];
  if (isMissing(name)) missing.push(["`name`", "Write `name: debian`."]);
  if (isMissing(url)) missing.push(["`url`", "Write `url: https://updates.example.org/repo`."]);
  if (isMissing(gpgKeys, ed25519Keys)) missing.push(["keys", keys]);
  for (const [what, hint] of missing)
    problems.add(file, [{ path: ["ostree-remote"], message: `the remote has no ${what}`, hint }]);
}

function keysIn<T extends object>(
  { value, file, path }: Entry<string>,
  keysOf: (bytes: Uint8Array) => T | TextFault,
  { read, problems }: MergedContext,
): T | undefined {
  const target = besideFile(file.path, value);
  const content = read(target);
  const found = isUnreadable(content)
    ? { message: `the key file ${content.why}`, hint: content.hint ?? `It is looked for at ${target}.` }
    : keysOf(content);
  if (!("message" in found)) return found;
  problems.add(file, [{ ...found, path, given: quoted(value) }]);
  return undefined;
}

function nameFaults(text: string): readonly TextFault[] {
  if (new RegExp(namePattern).test(text) && text.length <= 200) return [];
  const allowed = "letters, digits, `_`, `.` and `-`, beginning with a letter, digit or `_`";
  return [{ message: `${quoted(text)} cannot be the name of a remote`, allowed, hint: "Write `debian`." }];
}

function urlFaults(text: string): readonly TextFault[] {
  const allowed = "one URL that begins with http:// or https://";
  const hint = "Write it as `https://updates.example.org/repo`.";
  const [fault] = mirrorFaults(text);
  if (fault === undefined && /^https?:/.test(text)) return [];
  if (fault === undefined || !/^https?:/.test(text))
    return [{ message: `${quoted(text)} is not the address of a web server`, allowed, hint }];
  const isSecret = fault.code === "credentials";
  return [
    {
      message: fault.message,
      allowed: isSecret ? "a URL without credentials" : allowed,
      hint: isSecret ? "An image holds no secrets: serve the repository without a password." : hint,
    },
  ];
}
