import { DebootcError } from "@debootc/core/error/debootc-error";
import { remoteFiles } from "@debootc/core/ostree/remote-config";
import type { OstreeRemote } from "@debootc/core/treefile/resolved-treefile";
import { readOstreeBuild } from "@debootc/tools/ostree/ostree-build";
import type { RootDirectory } from "../tree/root-directory.ts";

/**
 * Tells the image's ostree where updates come from and whose signatures it takes. Throws `treefile-invalid` when that
 * ostree cannot check them: it would refuse every update.
 */
export async function addOstreeRemote(root: RootDirectory, remote: OstreeRemote): Promise<void> {
  const { version, features } = await readOstreeBuild(root.path);
  const needed = [
    ...(remote.gpgKeys.length > 0 ? [["gpg-keys", "gpgme", "GnuPG"] as const] : []),
    ...(remote.ed25519Keys.length > 0 ? [["ed25519-keys", "sign-ed25519", "ed25519"] as const] : []),
  ];
  const diagnostics = needed
    .filter(([, feature]) => !features.has(feature))
    .map(([key, feature, kind]) => ({
      severity: "error" as const,
      code: "treefile-invalid" as const,
      ...remote.origin,
      key: `ostree-remote.${key}`,
      message: `the image's ostree ${version} cannot check signatures of ${kind}: it was built without \`${feature}\``,
      allowed: `an ostree whose \`ostree --version\` lists ${feature}; this one lists ${[...features].join(", ")}`,
      hint:
        kind === "ed25519"
          ? "Name an OpenPGP key under `gpg-keys` instead, or take ostree from a source that builds it so."
          : "Take ostree from Debian, which builds it so.",
    }));
  if (diagnostics.length > 0) {
    throw new DebootcError("treefile-invalid", "the image could not check its updates", { diagnostics });
  }
  for (const { path, text } of remoteFiles(remote)) await root.writeFile(path, text);
}
