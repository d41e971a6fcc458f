import { debianArchitectures } from "../../debian/debian-architecture.ts";

/** Holds the two parts of a chroot's name: `trixie` and `amd64`. */
export interface ChrootName {
  /** Name of the files that configure it, without `.yaml`. */
  readonly base: string;
  /** Absent if the name does not end in one. */
  readonly architecture?: string;
}

/** Matches the allowed names of a base, which become file names. */
export const basePattern = /^[a-z0-9][a-z0-9._+-]{0,63}$/;

/** Splits a name such as `trixie-amd64`; a name without an architecture is only a base. */
export function parseChrootName(name: string): ChrootName {
  const architecture = debianArchitectures.find((one) => name.endsWith(`-${one}`));
  if (architecture === undefined) return { base: name };
  return { base: name.slice(0, -architecture.length - 1), architecture };
}

/** Joins the parts of a name, such as `trixie-amd64`. */
export function chrootName(base: string, architecture: string): string {
  return `${base}-${architecture}`;
}
