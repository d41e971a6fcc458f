import { debianArchitectures } from "./debian-architecture.ts";
import { closestWord } from "../text/closest-word.ts";
import { quoted } from "../text/quoted.ts";
import type { TextFault } from "../document/text-schema.ts";

const elsewhere = new Map([
  ["x86_64", "amd64"],
  ["x64", "amd64"],
  ["aarch64", "arm64"],
  ["armv7l", "armhf"],
  ["armv7hl", "armhf"],
  ["x86", "i386"],
  ["i586", "i386"],
  ["i686", "i386"],
  ["ppc64le", "ppc64el"],
  ["loongarch64", "loong64"],
]);

/** Rule for the name of an architecture: Debian's word, not the kernel's or another distribution's. */
export function architectureFaults(text: string): readonly TextFault[] {
  if ((debianArchitectures as readonly string[]).includes(text)) return [];
  const debian = debianNameOf(text);
  return [
    {
      message: `${quoted(text)} is not an architecture of Debian`,
      allowed: debianArchitectures.join(", "),
      ...(debian === undefined ? {} : { hint: `Debian's name is \`${debian}\`.` }),
    },
  ];
}

/** Debian's name for an architecture that is named in another way or mistyped. */
export function debianNameOf(text: string): string | undefined {
  return elsewhere.get(text) ?? closestWord(text, debianArchitectures);
}
