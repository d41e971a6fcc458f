import * as z from "zod";
import { archiveUriPattern, mirrorFaults } from "../../debian/archive-uri.ts";
import { quoted } from "../../text/quoted.ts";
import { ownFileFaults } from "../../document/relative-path.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";

/** libostree's OSTREE_REMOTE_NAME_REGEXP. */
const namePattern = "^[A-Za-z0-9_][-._A-Za-z0-9]*$";

/** Where machines with this image fetch updates from, as a treefile writes it. */
export const ostreeRemoteSchema = z
  .strictObject({
    name: textSchema(nameFaults, {
      description: "Name of the remote on the machine: what stands before `:` in the origin of a deployment.",
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
    absent: "machines have to be told by `ostree remote add`",
    examples: [{ name: "debian", url: "https://updates.example.org/repo", "gpg-keys": ["keys/updates.asc"] }],
  });

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
    return [{ message: `${quoted(text)} is no address of a web server`, allowed, hint }];
  const isSecret = fault.message.includes("password");
  return [
    {
      message: fault.message,
      allowed: isSecret ? "a URL without credentials" : allowed,
      hint: isSecret ? "An image holds no secrets: serve the repository without a password." : hint,
    },
  ];
}
