/** What stands in a clear-signed message (RFC 9580, 7), and around it. */
interface ClearSigned {
  /** The signed text without its dash escapes; the whole text where nothing is signed. */
  readonly text: string;
  /** Lines before the first one of `text`. */
  readonly linesBefore: number;
  /** Whether there is a signature at all. Nobody has checked it here. */
  readonly signed: boolean;
  /** Why the message cannot be taken as a whole: text that no signature covers, or a signature without an end. */
  readonly fault?: { readonly line: number; readonly message: string };
}

const head = "-----BEGIN PGP SIGNED MESSAGE-----";
const signatureHead = "-----BEGIN PGP SIGNATURE-----";
const signatureEnd = "-----END PGP SIGNATURE-----";

/** Takes a text apart that may be clear-signed. What stands outside of the signature is never part of `text`. */
export function clearSigned(text: string): ClearSigned {
  const lines = text.split("\n");
  const bare = lines.map((line) => line.trimEnd());
  const start = bare.indexOf(head);
  if (start === -1) return { text, linesBefore: 0, signed: false };
  const body = bare.indexOf("", start) + 1;
  const signature = bare.indexOf(signatureHead, start);
  const end = bare.indexOf(signatureEnd, Math.max(signature, start));
  const inside = lines.slice(body === 0 ? lines.length : body, signature === -1 ? undefined : signature);
  const outside = bare.findIndex((line, index) => line !== "" && (index < start || index > end));
  const fault =
    body === 0 || signature < body || end === -1
      ? { line: start + 1, message: "the signed message has no end: the file is cut off" }
      : outside === -1
        ? undefined
        : { line: outside + 1, message: "the line is outside of the signature" };
  return {
    text: inside.map((line) => `${line.replace(/^- /, "")}\n`).join(""),
    linesBefore: body === 0 ? lines.length : body,
    signed: true,
    ...(fault === undefined ? {} : { fault }),
  };
}
