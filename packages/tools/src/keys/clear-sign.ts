import { runWithSecretKeys, type SecretKey } from "./secret-key.ts";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const inside = "/run/unsigned";

/** A text signed in the clear, as a .changes is. Throws `trust-refused` when the key cannot sign. */
export async function clearSign(text: string, key: SecretKey, signal: AbortSignal): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "debootc-sign-"));
  try {
    const source = join(directory, "text");
    await writeFile(source, text);
    const { stdout } = await runWithSecretKeys(
      [key],
      {
        tool: "gpg",
        args: [
          "--quiet",
          "--local-user",
          key.fingerprint,
          "--digest-algo",
          "SHA512",
          "--output",
          "-",
          "--clearsign",
          inside,
        ],
        signal,
      },
      [{ source, target: inside }],
    );
    return stdout;
  } finally {
    await rm(directory, { recursive: true });
  }
}
