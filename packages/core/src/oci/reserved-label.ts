/**
 * Checks whether a label states a fact that only debootc knows, or may make an image impossible to import, as a wrong
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
  // bootc showed this as the version before OCI had a label for it.
  /^version$/,
];
