import type { ArchiveSource } from "./archive-sources.ts";

/** Returns Debian's own archive for trixie as a source at the address of a test server. */
export function servedSource(
  uri: string,
  signedBy: string,
  changes: Partial<ArchiveSource> = {},
): ArchiveSource {
  return {
    id: "debian",
    uris: [uri],
    suites: ["trixie"],
    components: ["main"],
    signedBy,
    checkValidUntil: true,
    trusted: false,
    optionalSuites: [],
    ...changes,
  };
}
