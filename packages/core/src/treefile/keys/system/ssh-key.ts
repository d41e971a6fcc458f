import { quoted } from "../../../text/quoted.ts";
import type { TextFault } from "../../../document/text-schema.ts";

const types = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "ssh-rsa",
  "sk-ssh-ed25519@openssh.com",
  "sk-ecdsa-sha2-nistp256@openssh.com",
] as const;

const allowed = "a line of authorized_keys: perhaps options, then the type, the key and a comment";

/** Checks a public key as sshd(8) takes it in authorized_keys. */
export function sshKeyFaults(text: string): readonly TextFault[] {
  const fault = (message: string, hint: string): readonly TextFault[] => [{ message, allowed, hint }];
  if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(text)) {
    const hint =
      "Remove it from the repository and renew the key; give the line of the file that ends in .pub.";
    return [{ message: "this is a PRIVATE key", given: "a key that is not shown", allowed, hint }];
  }
  if (/[\r\n]/.test(text.trimEnd())) return fault("the key has several lines", "Write one item a key.");
  if (/^\S+\.pub$/.test(text)) return fault(`${quoted(text)} is a file`, "Write its content here.");
  const words = wordsOutsideQuotes(text);
  const at = words.findIndex((word) => (types as readonly string[]).includes(word));
  if (at < 0) {
    const hint = words.includes("ssh-dss")
      ? "OpenSSH no longer takes keys of type ssh-dss: make a new one with `ssh-keygen -t ed25519`."
      : `A type is one of ${types.join(", ")}.`;
    return fault(`${quoted(text)} is not a public key of ssh`, hint);
  }
  if (at > 1)
    return fault("options of a key hold no space outside double quotes", "Separate them by commas.");
  if (typeInside(words[at + 1] ?? "") === words[at]) return [];
  return fault("the key is damaged or cut off", "Copy the whole line of the file that ends in .pub.");
}

function wordsOutsideQuotes(text: string): string[] {
  return text.match(/(?:"(?:\\.|[^"\\])*"|[^\s"])+/g) ?? [];
}

/** A key begins with its own type: four bytes of length, then the name (RFC 4253, 6.6). */
function typeInside(base64: string): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return undefined;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const fields: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    if (bytes.length - start < 4) return undefined;
    const length = new DataView(bytes.buffer, start).getUint32(0);
    if (length > bytes.length - start - 4) return undefined;
    fields.push(bytes.subarray(start + 4, start + 4 + length));
    start += 4 + length;
  }
  return fields.length < 2 ? undefined : new TextDecoder("latin1").decode(fields[0]);
}
