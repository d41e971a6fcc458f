/**
 * Where the lock of a treefile is kept: beside it, `.lock.json` in place of the ending `.yaml` or `.yml`, so that
 * `treefiles/minimal.yaml` has `treefiles/minimal.lock.json` and both sort together.
 */
export function lockPathOf(treefile: string): string {
  return `${treefile.replace(/\.ya?ml$/, "")}.lock.json`;
}
