import { fieldOf, stanzasOf } from "../deb822/stanzas.ts";

/** Holds what debian/control says about a binary package and a .dsc does not; fields as they are written. */
export interface ControlBinary {
  readonly name: string;
  readonly provides: string;
  /** `Pre-Depends` and `Depends`. */
  readonly depends: string;
}

/** Returns the binary packages of a debian/control. Its errors are left for the build to report. */
export function controlBinaries(text: string): ControlBinary[] {
  // Comments may be inside a field, and a line of white space ends a stanza.
  const plain = text.replaceAll(/^#.*\n?/gm, "").replaceAll(/^[ \t\r]+$/gm, "");
  return [...stanzasOf(plain)].flatMap((stanza) => {
    const name = fieldOf(stanza, "Package");
    if (name === undefined) return [];
    const depends = [fieldOf(stanza, "Pre-Depends"), fieldOf(stanza, "Depends")].filter(Boolean);
    return [{ name, provides: fieldOf(stanza, "Provides") ?? "", depends: depends.join(", ") }];
  });
}
