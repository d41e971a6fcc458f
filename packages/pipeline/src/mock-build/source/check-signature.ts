import { DebootcError } from "@debootc/core/error/debootc-error";
import { clearSigned } from "@debootc/core/openpgp/clear-signed";
import { verifyClearSigned } from "@debootc/tools/keys/gpgv";
import { reasonOf } from "@debootc/tools/reason-of";
import { access, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "../../worker/operation-context.ts";

interface Requirement {
  readonly workDirectory: string;
  readonly requireSignature?: { readonly keyrings: readonly string[] };
}

/**
 * Answers with the fingerprints of the keys that signed a .dsc. What is read of it must be what is signed: text that
 * gpgv sees otherwise than debootc does is refused. Throws `trust-refused`.
 */
export async function checkSignature(
  bytes: Uint8Array,
  path: string,
  { workDirectory, requireSignature }: Requirement,
  { signal }: OperationContext,
): Promise<readonly string[]> {
  const keyrings = requireSignature?.keyrings ?? [];
  const refusal = (reason: string, cause?: unknown) =>
    new DebootcError("trust-refused", `${path} needs a signature: ${reason}`, {
      hint: `Accepted are the keys of: ${keyrings.join(", ")}. Get the .dsc with its signature, or do not require one.`,
      cause,
    });
  for (const keyring of keyrings) {
    await access(keyring).catch((error: unknown) => {
      throw refusal(`the keyring ${keyring} cannot be read: ${reasonOf(error)}`, error);
    });
  }
  if (!clearSigned(Buffer.from(bytes).toString()).signed) throw refusal("it is not signed");
  const directory = join(workDirectory, "gpgv");
  await mkdir(directory, { mode: 0o700 });
  const verdict = await verifyClearSigned({ message: bytes, keyrings, workDirectory: directory, signal });
  if (verdict.kind === "refused") throw refusal(verdict.reason);
  if (linesOf(verdict.text) !== linesOf(clearSigned(Buffer.from(bytes).toString()).text))
    throw refusal("its signature covers another text");
  return verdict.signers;
}

/** White space at the end of a line is not signed (RFC 9580, 7.1). */
function linesOf(text: string): string {
  return text.replaceAll(/[ \t\r]+$/gm, "").trimEnd();
}
