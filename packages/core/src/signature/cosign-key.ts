import * as z from "zod";

/** Lists the costs that scrypt takes, up to what needs 1 GiB. */
const powersOfTwo = Array.from({ length: 20 }, (_, index) => 2 ** (index + 1));

/** Describes the private key file of cosign: scrypt makes a key of the password, and NaCl's secretbox locks the bytes. */
const cosignKeySchema = z.object({
  kdf: z.object({
    name: z.literal("scrypt"),
    params: z.object({ N: z.literal(powersOfTwo), r: z.int().min(1).max(8), p: z.int().min(1).max(4) }),
    salt: z.base64(),
  }),
  cipher: z.object({ name: z.literal("nacl/secretbox"), nonce: z.base64() }),
  ciphertext: z.base64(),
});

/** Is a locked private key, and all that is needed besides the password to unlock it. */
export interface LockedKey {
  readonly cost: { readonly N: number; readonly r: number; readonly p: number };
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
}

const block =
  /^-----BEGIN ENCRYPTED (COSIGN|SIGSTORE) PRIVATE KEY-----\s([^-]*)-----END ENCRYPTED \1 PRIVATE KEY-----/m;

/** Reads a private key that cosign made; "damaged" for one that makes no sense, undefined for anything else. */
export function parseCosignKey(text: string): LockedKey | "damaged" | undefined {
  const inside = block.exec(text)?.[2];
  if (inside === undefined) return undefined;
  const key = cosignKeySchema.safeParse(jsonOf(Buffer.from(inside, "base64").toString())).data;
  if (key === undefined) return "damaged";
  const nonce = Buffer.from(key.cipher.nonce, "base64");
  const ciphertext = Buffer.from(key.ciphertext, "base64");
  if (nonce.length !== 24 || ciphertext.length < 16) return "damaged";
  return { cost: key.kdf.params, salt: Buffer.from(key.kdf.salt, "base64"), nonce, ciphertext };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
