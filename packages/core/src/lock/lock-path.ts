/** Returns where the lock of a variant of a compose file is kept: `compose.server.lock.json` next to `compose.yaml`. */
export function lockPathOfVariant(composeFile: string, variant: string): string {
  return `${composeFile.replace(/\.ya?ml$/, "")}.${variant}.lock.json`;
}

/**
 * Returns where the lock of a treefile is kept: next to it, with `.lock.json` instead of `.yaml` or `.yml`, so that
 * `treefiles/minimal.yaml` has `treefiles/minimal.lock.json` and the two sort together.
 */
export function lockPathOf(treefile: string): string {
  return `${treefile.replace(/\.ya?ml$/, "")}.lock.json`;
}
