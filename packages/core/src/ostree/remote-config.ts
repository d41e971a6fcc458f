import type { OstreeRemote } from "../treefile/resolved-treefile.ts";

/** Describes a file of an image by its absolute path. */
export interface ImageFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Returns the files that define an ostree remote (ostree.repo-config(5)): its configuration, and the keys. The keys are
 * in /usr, and the configuration names only their place, so that an update replaces keys even if the administrator has
 * changed the configuration.
 */
export function remoteFiles({ name, url, gpgKeys, ed25519Keys }: Omit<OstreeRemote, "origin">): ImageFile[] {
  const keys = `/usr/share/ostree/remotes/${name}`;
  const [gpgDirectory, ed25519File] = [`${keys}/gpg`, `${keys}/ed25519`];
  const lines = [
    `[remote "${name}"]`,
    `url=${url.replaceAll("\\", "\\\\")}`,
    `gpg-verify=${gpgKeys.length > 0}`,
    ...(gpgKeys.length === 0 ? [] : [`gpgkeypath=${gpgDirectory}`]),
    ...(ed25519Keys.length === 0 ? [] : ["sign-verify=ed25519", `verification-ed25519-file=${ed25519File}`]),
  ];
  return [
    { path: `/etc/ostree/remotes.d/${name}.conf`, text: linesOf(lines) },
    ...gpgKeys.map(({ fingerprints: [first], armour }) => ({
      path: `${gpgDirectory}/${first}.asc`,
      text: armour,
    })),
    ...(ed25519Keys.length === 0 ? [] : [{ path: ed25519File, text: linesOf(ed25519Keys) }]),
  ];
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
