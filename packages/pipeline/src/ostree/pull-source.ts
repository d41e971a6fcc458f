import { DebootcError } from "@debootc/core/error/debootc-error";
import { mirrorFaults } from "@debootc/core/debian/archive-uri";
import { withoutCredentials } from "@debootc/core/text/quoted";
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { findCompose } from "../composed/find-compose.ts";
import { openRepository } from "./open-repository.ts";

interface Circumstances {
  /** Whether a commit of a server may come without a signature. */
  readonly unsigned: boolean;
  /** Whether keys were given to check it with. */
  readonly isChecked: boolean;
  readonly outputDir: string;
}

export interface FoundSource {
  readonly url: string;
  /** Of a compose: what it recorded of its commit. */
  readonly commit?: { readonly ref: string; readonly checksum: string };
}

/** A server, a repository or a compose to pull from. Throws `usage` for anything else. */
export async function findPullSource(
  source: string,
  { unsigned, isChecked, outputDir }: Circumstances,
): Promise<FoundSource> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) {
    const [fault] = mirrorFaults(source);
    if (fault !== undefined || !/^https?:/.test(source)) {
      const message = fault?.message ?? "only http and https are pulled from";
      throw new DebootcError("usage", `${withoutCredentials(source)}: ${message}`, {
        hint: "Give a URL such as https://updates.example.org/repo, or the directory of a repository.",
      });
    }
    if (isChecked || unsigned) return { url: source };
    throw new DebootcError("usage", `${source}: no key is given to check the commit with`, {
      hint: "Give the public key with --gpg-key FILE, or take whatever the server has with --unsigned.",
    });
  }
  if ((await stat(join(resolve(source), "objects")).catch(() => undefined)) !== undefined) {
    return { url: pathToFileURL((await openRepository(source)).path).href };
  }
  const { result } = await findCompose(source, resolve(outputDir));
  const { repo, checksum } = result.commit;
  return { url: pathToFileURL(repo).href, commit: { ref: result.ref, checksum } };
}
