import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { type Digest, digestOfBytes } from "@debootc/core/record/digest";
import { machineSecretIn } from "@debootc/core/secret/machine-secret";
import { readFile } from "node:fs/promises";
import { readPackageLists } from "./packages/package-files.ts";
import type { RootDirectory } from "../tree/root-directory.ts";

/** A file with a secret in it that each machine should have one of its own of. */
interface FoundSecret {
  readonly kind: string;
  readonly digest: Digest;
}
/** Maps paths to secrets. Files that packages ship are not among them: they are the same for everyone. */
export type FoundSecrets = ReadonlyMap<string, FoundSecret>;

/** Places of configuration, and of its copies for /var. Far larger files are not keys. */
const places = ["/etc", "/usr/share/factory"];
const largest = 128 * 1024;

/** Looks for secrets by the content of files that no package ships. */
export async function findSecrets(root: RootDirectory): Promise<FoundSecrets> {
  const shipped = new Set([...(await readPackageLists(root)).values()].flat());
  const found = new Map<string, FoundSecret>();
  for (const place of places) {
    for await (const { path, stat } of root.walk(place)) {
      if (!stat.isFile() || stat.size > largest || shipped.has(path)) continue;
      const content = await readFile(await root.hostPath(path));
      const kind = machineSecretIn(content.toString("latin1"));
      if (kind !== undefined) found.set(path, { kind, digest: digestOfBytes(content) });
    }
  }
  return found;
}

interface Origins {
  /** Secrets in the root when the packages were configured. */
  readonly ofPackages: FoundSecrets;
  /** Secrets in the root after the treefile's files were added. */
  readonly withFiles: FoundSecrets;
}

/**
 * Throws `secret-made` for secrets in a finished root that were made while it was built: every machine would have
 * the same. Those that the treefile's own files hold are the user's decision, which the linter judges.
 */
export function refuseMadeSecrets(secrets: FoundSecrets, { ofPackages, withFiles }: Origins): void {
  const diagnostics = [...secrets].flatMap(([path, { kind, digest }]): Diagnostic[] => {
    const isOf = (found: FoundSecrets) => found.get(path)?.digest === digest;
    if (isOf(withFiles) && !isOf(ofPackages)) return [];
    const maker = isOf(ofPackages) ? "a maintainer script" : "a postprocess script";
    return [
      {
        severity: "error",
        code: "secret-made",
        message: `${path}: ${maker} made ${kind}, which every machine would share`,
        hint: `Leave it out of the image: remove-files: [${path}]\n  and let the machine make its own when it boots, by a unit with ConditionPathExists=!${path}`,
      },
    ];
  });
  if (diagnostics.length === 0) return;
  const count = diagnostics.length === 1 ? "a secret was" : `${diagnostics.length} secrets were`;
  throw new DebootcError("secret-made", `${count} made while the image was built`, {
    diagnostics,
    hint: "Whoever can pull the image has them, and no two builds of it are equal.",
  });
}
