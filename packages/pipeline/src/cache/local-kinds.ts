/** Kinds of entries that no other machine gets: which one holds is decided by what it says of a root, not by its key. */
const localKinds = new Set(["initramfs"]);

/** Says whether entries of a kind stay on this machine, whatever remote cache there is. */
export function staysHere(kind: string): boolean {
  return localKinds.has(kind);
}
