import { cleanText } from "./clean-text.ts";

/** Is who answers for a package. */
export interface Maintainer {
  readonly name: string;
  readonly email?: string;
  /** Whether it is a team: SPDX tells organisations from persons, and Debian does not. */
  readonly isTeam: boolean;
}

const nameLimit = 200;
const teamName =
  /\b(?:team|teams|maintainers|developers|authors|group|project|packagers|packaging|strike force|task force|foundation|inc|gmbh|ltd)\b/i;
const teamAddress = /@(?:lists|packages|tracker|alioth-lists|teams)\.|^team\+/i;

/** Reads a Maintainer field, such as `Jo Doe <jo@example.org>`; nothing when it has no name. */
export function parseMaintainer(field: string): Maintainer | undefined {
  const [, before = field, address = ""] = /^([^<]*)<([^<>]*)>\s*$/.exec(field) ?? [];
  const name = cleanText(before.trim().replace(/^"(.*)"$/s, "$1"), nameLimit);
  if (name === "") return undefined;
  const email = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}$/.exec(address.trim())?.[0];
  const isTeam = teamName.test(name) || (email !== undefined && teamAddress.test(email));
  return { name, ...(email === undefined ? {} : { email }), isTeam };
}
