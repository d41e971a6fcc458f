import { runWithSecretKeys, type SecretKey } from "./secret-key.ts";

const inside = "/run/unsigned";

/** Returns the text of a file, such as a .changes, signed in the clear. Throws `trust-refused` if the key cannot sign. */
export async function clearSign(file: string, key: SecretKey, signal: AbortSignal): Promise<string> {
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
    [{ source: file, target: inside }],
  );
  return stdout;
}
