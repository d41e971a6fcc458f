import { fieldOf, stanzasOf } from "../deb822/stanzas.ts";

/** What debian/control says of a binary package and a .dsc does not; the fields as they are written. */
export interface ControlBinary {
  readonly name: string;
  readonly provides: string;
  /** `Pre-Depends` and `Depends`. */
  readonly depends: string;
}

/** The binary packages of a debian/control. What is wrong in it is left for the build to tell. */
export function controlBinaries(text: string): ControlBinary[] {
  // Comments may stand within a field, and lines of white space alone end a stanza.
  const plain = text.replaceAll(/^#.*\n?/gm, "").replaceAll(/^[ \t\r]+$/gm, "");
  return [...stanzasOf(plain)].flatMap((stanza) => {
    const name = fieldOf(stanza, "Package");
    if (name === undefined) return [];
    const depends = [fieldOf(stanza, "Pre-Depends"), fieldOf(stanza, "Depends")].filter(Boolean);
    return [{ name, provides: fieldOf(stanza, "Provides") ?? "", depends: depends.join(", ") }];
  });
}
