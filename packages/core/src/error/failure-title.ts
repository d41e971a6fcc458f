import { type ErrorCode, errorCodes } from "./codes.ts";
import { type FailureClass, failureClasses } from "./failure-class.ts";

/** Says what something failed by, as far as it fits into a title. */
export interface TitledFailure {
  /** One of the table's, unless a newer debootc wrote it. */
  readonly code: string;
  readonly class: FailureClass;
}

/**
 * Returns the title of the annotation with which a job says what it failed by: `debootc: dependency-unmet (dependency)`. The
 * hub reads it.
 */
export function failureTitle(code: ErrorCode): string {
  return `debootc: ${code} (${errorCodes[code].class})`;
}

/**
 * Reads such a title; returns undefined for any other. Anybody can write one: of a code that the table has, the class is the
 * table's.
 */
export function readFailureTitle(title: string): TitledFailure | undefined {
  const [, code, word] = /^debootc: ([a-z][a-z0-9-]{0,63}) \(([a-z-]{1,20})\)$/.exec(title) ?? [];
  const given = failureClasses.find((one) => one === word);
  if (code === undefined || given === undefined) return undefined;
  return { code, class: isKnown(code) ? errorCodes[code].class : given };
}

/** Reads the title of a finding, `debootc: mirror-unreachable`; returns undefined if the table does not have its code. */
export function readFindingTitle(title: string): TitledFailure | undefined {
  const [, code = ""] = /^debootc: ([a-z][a-z0-9-]{0,63})$/.exec(title) ?? [];
  return isKnown(code) ? { code, class: errorCodes[code].class } : undefined;
}

function isKnown(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}
