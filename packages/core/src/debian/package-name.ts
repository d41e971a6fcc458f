import { quoted } from "../text/quoted.ts";
import type { TextFault } from "../document/text-schema.ts";

/** Debian Policy 5.6.7, but no final `-`, with which apt means removal. */
const name = "[a-z0-9][a-z0-9+.-]*[a-z0-9+.]";
const packageName = new RegExp(`^${name}$`);
/** The longest of Debian's has under a hundred; a file of the package has its name and 255 characters at most. */
const longest = 200;

/** Matches one or more names, for editors. */
export const packageNamesPattern = `^\\s*${name}(\\s+${name})*\\s*$`;

/** Checks an item of `packages`: one or more names of binary packages. */
export function packageNamesFaults(text: string): readonly TextFault[] {
  const names = words(text);
  if (names.length === 0) return [{ message: "no package is named", allowed: "names of packages" }];
  return names.flatMap((word) => {
    if (!packageName.test(word) || word.endsWith(".deb")) return [fault(word)];
    if (word.length <= longest) return [];
    const message = `the name has ${word.length} characters`;
    return [{ message, allowed: `at most ${longest}`, hint: "Check the line.", within: word }];
  });
}

/** Checks a text that must be the name of one package. */
export function onePackageFaults(text: string): readonly TextFault[] {
  const names = words(text);
  if (names.length === 1 && names[0] === text) return packageNamesFaults(text);
  return [{ message: `${quoted(text)} is not the name of one package`, allowed: "one name" }];
}

/** Splits a text that may hold several words, at ASCII's white space. */
export function words(text: string): string[] {
  return text.split(/[ \t\r\n]+/).filter((word) => word !== "");
}

function fault(word: string): TextFault {
  return {
    message: `${quoted(word)} is not a package name`,
    allowed: "lower-case letters, digits, `+`, `-` and `.`, at least two characters",
    hint: hintFor(word),
    within: word,
  };
}

function hintFor(word: string): string {
  const lower = word.toLowerCase();
  if (word.endsWith(".deb")) return "Name .deb files under `local-packages`.";
  if (word === "-") return "The line belongs to the item before it: let each `- ` begin in one column.";
  if (word.startsWith("-")) return "Options of apt are not possible here.";
  if (word.startsWith("$")) return "A variable is written `${name}`.";
  if (/[=<>()]/.test(word)) return "Name the package alone: `pins` say which version.";
  if (/^[a-z0-9][a-z0-9+.-]+\/[a-z]/.test(word)) {
    return "Name the package alone: `pins` say which suite it comes from.";
  }
  if (word.includes(":")) return "Name the package alone: foreign architectures are not supported.";
  if (/[*?^]/.test(word)) return "Name each package: neither patterns nor tasks are supported.";
  if (word.endsWith("-")) return "Name what is not wanted in `exclude-packages`.";
  if (word.endsWith(",")) return "Separate names by spaces or write one an item.";
  if (packageName.test(lower) && word.length <= longest) return `Write \`${lower}\`.`;
  return "Look the name up with `apt-cache search`.";
}
