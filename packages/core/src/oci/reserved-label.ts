/**
 * Labels that state facts, which only debootc knows, or that make an image impossible to import: a wrong
 * `ostree.final-diffid` does.
 */
export function isReservedLabel(label: string): boolean {
  return reserved.some((pattern) => pattern.test(label));
}

const reserved = [
  /^containers\.bootc$/,
  /^debootc\./,
  /^ostree\./,
  /^org\.opencontainers\.image\.(created|version)$/,
  // What bootc showed as the version before OCI named it.
  /^version$/,
];
