import { mkdir } from "node:fs/promises";
import { run } from "../run.ts";

export interface SigningKey {
  readonly fingerprint: string;
  /** ASCII-armoured public key. */
  readonly publicKey: string;
  readonly clearSign: (text: string) => Promise<string>;
  /** Ends the agent that gpg left behind. */
  readonly dispose: () => Promise<void>;
}

/** A key for tests in a GNUPGHOME of its own. `madeAt` and `days` make one that has expired since. */
export async function makeSigningKey(
  home: string,
  { madeAt = new Date("2024-01-01T00:00:00Z"), days = 0 }: { madeAt?: Date; days?: number } = {},
): Promise<SigningKey> {
  await mkdir(home, { mode: 0o700, recursive: true });
  const env = { GNUPGHOME: home };
  const time = `--faked-system-time=${Math.floor(madeAt.getTime() / 1000)}!`;
  const gpg = (args: readonly string[], input = "") =>
    run({
      tool: "gpg",
      args: ["--batch", "--yes", "--quiet", "--pinentry-mode=loopback", "--passphrase=", ...args],
      env,
      input,
    });

  await gpg([
    time,
    "--quick-generate-key",
    "archive@example.org",
    "ed25519",
    "sign",
    days === 0 ? "never" : `${days}d`,
  ]);
  const listing = await gpg(["--with-colons", "--list-keys"]);
  const fingerprint = /^fpr:+([0-9A-F]+):/m.exec(listing.stdout)?.[1] ?? "";
  return {
    fingerprint,
    publicKey: (await gpg(["--armor", "--export", fingerprint])).stdout,
    clearSign: async (text) => (await gpg([...(days === 0 ? [] : [time]), "--clearsign"], text)).stdout,
    dispose: async () => {
      await run({ tool: "gpgconf", args: ["--kill", "all"], env });
    },
  };
}
