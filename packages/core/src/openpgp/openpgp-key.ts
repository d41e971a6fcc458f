import { quoted } from "../text/quoted.ts";
import type { TextFault } from "../document/text-schema.ts";

const publicBlock = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
const publicEnd = "-----END PGP PUBLIC KEY BLOCK-----";

/** True for a `signed-by` that holds the key itself rather than its path. */
export function isKeyBlock(text: string): boolean {
  return text.includes("-----BEGIN PGP");
}

/** Rule for `signed-by` as far as the treefile alone decides it. */
export function signedByFaults(text: string): readonly TextFault[] {
  const allowed =
    "a path relative to this file, or a block that begins with -----BEGIN PGP PUBLIC KEY BLOCK-----";
  if (isKeyBlock(text)) return blockFault(text, allowed);
  if (text.trim() === "")
    return [{ message: "no key is named", allowed, hint: "Name a file with the public key." }];
  if (/^(0x)?[0-9A-Fa-f]{16,40}[!,\s]*$/.test(text)) {
    const hint =
      "Export the key to a file beside the treefile: gpg --armor --export FINGERPRINT > keys/NAME.asc";
    return [{ message: `${quoted(text)} is a fingerprint, not a key`, allowed, hint }];
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(text)) {
    const hint = "Download it once, check its fingerprint, and keep it beside the treefile.";
    return [{ message: "a key is not fetched from the network", allowed, hint }];
  }
  if (/[\r\n]/.test(text))
    return [{ message: "the path has several lines", allowed, hint: "Name one file." }];
  return [];
}

/** What keeps the content of a file from being a public key that apt can use; undefined when nothing does. */
export function keyFileFault(bytes: Uint8Array): TextFault | undefined {
  const allowed = "an OpenPGP public key, armoured (.asc) or binary (.gpg)";
  if (bytes.length === 0) return { message: "the key file is empty", allowed, hint: "Export the key again." };
  const text = new TextDecoder("latin1").decode(bytes);
  if (isKeyBlock(text)) return blockFault(text, allowed)[0];
  const tag = packetTag(bytes[0] ?? 0);
  if (tag === publicKeyTag) return undefined;
  if (tag === secretKeyTag)
    return { message: "the key file holds a SECRET key", allowed, hint: secretKeyHint };
  const hint = /<html/i.test(text)
    ? "It is a web page: download the key itself."
    : "Export it with `gpg --armor --export FINGERPRINT`; a keybox (.kbx) cannot be used.";
  return { message: "the key file is not an OpenPGP key", allowed, hint };
}

/** What to do with a secret key that stands where a public one belongs. */
export const secretKeyHint =
  "Remove it from the repository and renew the key; export the public part with `gpg --armor --export`.";
const publicKeyTag = 6;
const secretKeyTag = 5;

function blockFault(text: string, allowed: string): readonly TextFault[] {
  if (/-----BEGIN PGP (PRIVATE|SECRET) KEY/.test(text)) {
    return [{ message: "this is a SECRET key", allowed, hint: secretKeyHint }];
  }
  if (!text.includes(publicBlock)) {
    return [
      { message: "the block is not a public key", allowed, hint: "Export it with `gpg --armor --export`." },
    ];
  }
  if (text.includes(publicEnd)) return [];
  return [{ message: "the key block has no end", allowed, hint: `Its last line is ${publicEnd}.` }];
}

/** Type of an OpenPGP packet by its first byte, in the old or the new format (RFC 9580, 4.2). */
function packetTag(first: number): number | undefined {
  if ((first & 0x80) === 0) return undefined;
  return (first & 0x40) === 0 ? (first >> 2) & 0x0f : first & 0x3f;
}
