import { fieldOf, stanzasOf } from "../../deb822/stanzas.ts";
import type { ClosureMember } from "./closure-member.ts";

/** Returns the packages of an index that lists nothing but one set. */
export function membersOfIndex(text: string): ClosureMember[] {
  return [...stanzasOf(text)].flatMap((stanza) => {
    const [name, version] = [fieldOf(stanza, "Package"), fieldOf(stanza, "Version")];
    return name === undefined || version === undefined ? [] : [{ name, version, stanza }];
  });
}
