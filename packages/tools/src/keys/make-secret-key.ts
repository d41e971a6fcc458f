import { join } from "node:path";
import { run } from "../run.ts";
import { inMemory, memoryDirectory } from "../sandbox/sandbox.ts";

const script = join(import.meta.dirname, "../../data/make-secret-key.sh");
const scriptInside = "/run/make-secret-key";

/** Makes an OpenPGP key that signs, for a day: armoured, without a passphrase. For what has to be signed by a stranger. */
export async function makeSecretKey(name: string, signal: AbortSignal): Promise<Uint8Array> {
  const command = { tool: scriptInside, args: [name, "1"], signal };
  const surroundings = {
    binds: [{ source: script, target: scriptInside }],
    env: { GNUPGHOME: memoryDirectory },
  };
  const { stdout } = await run(inMemory(command, surroundings));
  return Buffer.from(stdout);
}
