import { DebootcError } from "@debootc/core/error/debootc-error";
import { mirrorFaults } from "@debootc/core/debian/archive-uri";
import type { NamedPlace } from "@debootc/core/request/fields/named-place";
import { withoutCredentials } from "@debootc/core/text/quoted";
import { stat } from "node:fs/promises";
import { join } from "node:path";
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
  /** Path of a local repository. */
  readonly repo?: string;
  /** What a compose recorded about its commit. */
  readonly commit?: { readonly ref: string; readonly checksum: string };
}

/** Finds the server, repository or compose to pull from. Throws `usage` for anything else. */
export async function findPullSource(
  source: NamedPlace,
  { unsigned, isChecked, outputDir }: Circumstances,
): Promise<FoundSource> {
  const { given, path } = source;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) {
    const [fault] = mirrorFaults(given);
    if (fault !== undefined || !/^https?:/.test(given)) {
      const message = fault?.message ?? "debootc pulls only by http and https";
      throw new DebootcError("usage", `${withoutCredentials(given)}: ${message}`, {
        hint: "Give a URL such as https://updates.example.org/repo, or the directory of a repository.",
      });
    }
    if (isChecked || unsigned) return { url: given };
    throw new DebootcError("usage", `${given}: no key is given to check the commit with`, {
      hint: "Give the public key with --gpg-key FILE, or take whatever the server has with --unsigned.",
    });
  }
  if ((await stat(join(path, "objects")).catch(() => undefined)) !== undefined) {
    const { path: repo } = await openRepository(path);
    return { url: pathToFileURL(repo).href, repo };
  }
  const { result } = await findCompose(source, outputDir);
  const { repo, checksum } = result.commit;
  return { url: pathToFileURL(repo).href, commit: { ref: result.ref, checksum } };
}
