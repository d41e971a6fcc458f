/** Holds the parts of a version as deb-version(7) names them. */
export interface VersionParts {
  /** Absent if none is written. */
  readonly epoch: string | undefined;
  readonly upstream: string;
  /** Absent for a native package. */
  readonly revision: string | undefined;
}

export const versionRule =
  "[epoch:]upstream[-revision]: the upstream version begins with a digit and has letters, digits and . + - ~, the revision the same without -";

const form =
  /^(?:(?<epoch>\d{1,9}):)?(?<upstream>\d(?:[A-Za-z0-9.+~-]*(?=-)|[A-Za-z0-9.+~]*))(?:-(?<revision>[A-Za-z0-9.+~]+))?$/;
const longest = 200;

/** Splits a version; returns undefined for a text that is not one, or that is too long for a file name. */
export function parseVersion(text: string): VersionParts | undefined {
  const { epoch, upstream, revision } = text.length > longest ? {} : (form.exec(text)?.groups ?? {});
  return upstream === undefined ? undefined : { epoch, upstream, revision };
}

/** Returns a version as it is in file names. */
export function withoutEpoch(version: string): string {
  return version.replace(/^\d+:/, "");
}
