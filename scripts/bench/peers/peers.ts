/** Describes a tool beside which debootc is measured, and the script next to this file that runs it. */
export interface Peer {
  readonly name: string;
  readonly script: string;
  /** Where its result is, below the directory in which it runs. */
  readonly result: string;
}

/** Lists the peers that Debian ships and that build Debian. */
export const peers: readonly Peer[] = [
  { name: "mkosi", script: "mkosi.sh", result: "out/minimal.raw" },
  { name: "debos", script: "debos.sh", result: "out/minimal.tar.gz" },
  { name: "live-build", script: "live-build.sh", result: "out/minimal.iso" },
];
