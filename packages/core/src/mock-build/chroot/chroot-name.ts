import { debianArchitectures } from "../../debian/debian-architecture.ts";

/** A chroot by its two parts: `trixie` and `amd64`. */
export interface ChrootName {
  /** The name of the files that configure it, without `.yaml`. */
  readonly base: string;
  /** Absent when the name does not end in one. */
  readonly architecture?: string;
}

/** What a base may be called: it becomes the name of a file. */
export const basePattern = /^[a-z0-9][a-z0-9._+-]{0,63}$/;

/** The parts of a name such as `trixie-amd64`; one without an architecture is all base. */
export function parseChrootName(name: string): ChrootName {
  const architecture = debianArchitectures.find((one) => name.endsWith(`-${one}`));
  if (architecture === undefined) return { base: name };
  return { base: name.slice(0, -architecture.length - 1), architecture };
}

/** `trixie-amd64`. */
export function chrootName(base: string, architecture: string): string {
  return `${base}-${architecture}`;
}
