/** Returns a version without its epoch and Debian revision (deb-version(7)). */
export function upstreamVersionOf(version: string): string {
  const withoutEpoch = version.slice(version.indexOf(":") + 1);
  const revision = withoutEpoch.lastIndexOf("-");
  return revision === -1 ? withoutEpoch : withoutEpoch.slice(0, revision);
}
