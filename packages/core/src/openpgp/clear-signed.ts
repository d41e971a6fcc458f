/** The contents of a clear-signed message (RFC 9580, 7), and what surrounds them. */
interface ClearSigned {
  /** The signed text without dash escapes; the whole text if nothing is signed. */
  readonly text: string;
  /** Lines before the first one of `text`. */
  readonly linesBefore: number;
  /** Whether there is a signature at all. It has not been checked. */
  readonly signed: boolean;
  /** Why the message cannot be accepted as a whole: unsigned text, or a signature without an end. */
  readonly fault?: { readonly line: number; readonly message: string };
}

const head = "-----BEGIN PGP SIGNED MESSAGE-----";
const signatureHead = "-----BEGIN PGP SIGNATURE-----";
const signatureEnd = "-----END PGP SIGNATURE-----";

/** Splits a text that may be clear-signed. Text outside the signature is never part of `text`. */
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
        : { line: outside + 1, message: "the line is outside the signature" };
  return {
    text: inside.map((line) => `${line.replace(/^- /, "")}\n`).join(""),
    linesBefore: body === 0 ? lines.length : body,
    signed: true,
    ...(fault === undefined ? {} : { fault }),
  };
}
