import { closestWord } from "../text/closest-word.ts";
import { quoted } from "../text/quoted.ts";
import type { TextFault } from "../document/text-schema.ts";

/** Debian releases that debootc composes, by their codenames. */
export const debianSuites = ["bookworm", "trixie", "forky", "sid"] as const;

const moving = new Map([
  ["unstable", "Write `sid`."],
  ["testing", "Name the release that is meant, such as `forky`."],
  ["stable", "Name the release that is meant, such as `trixie`."],
  ["oldstable", "Name the release that is meant, such as `bookworm`."],
]);
const versions = new Map([
  ["12", "bookworm"],
  ["13", "trixie"],
  ["14", "forky"],
]);
const tooOld = ["buzz", "hamm", "lenny", "squeeze", "wheezy", "jessie", "stretch", "buster", "bullseye"];

/** Rule for `suite`: a codename, because a treefile must mean the same next year. */
export function suiteFaults(text: string): readonly TextFault[] {
  if ((debianSuites as readonly string[]).includes(text)) return [];
  const allowed = debianSuites.join(", ");
  const alias = moving.get(text);
  if (alias !== undefined) {
    return [{ message: `${quoted(text)} moves from release to release`, allowed, hint: alias }];
  }
  if (tooOld.includes(text)) {
    return [
      { message: `Debian ${text} is older than debootc supports`, allowed, hint: "Take a newer release." },
    ];
  }
  if (text === "") return [{ message: "the suite is empty", allowed, hint: "Write a codename." }];
  const numbered = versions.get(text.split(".")[0] ?? "");
  if (numbered !== undefined) {
    const hint = `Debian ${text.split(".")[0]} is \`${numbered}\`.`;
    return [{ message: `${quoted(text)} is a version, not a suite`, allowed, hint }];
  }
  const pocket = /^([a-z]+)[-/](updates|security|backports(?:-sloppy)?|proposed-updates)$/.exec(text);
  if (pocket !== null || text === "experimental") {
    const base = pocket?.[1] ?? "sid";
    const hint = `Write \`suite: ${base}\` and name this one as a source under \`sources\`.`;
    return [{ message: `${quoted(text)} is no complete suite`, allowed, hint }];
  }
  const near = closestWord(text, debianSuites);
  const hint = near === undefined ? "debootc composes Debian only." : `Did you mean \`${near}\`?`;
  return [{ message: `${quoted(text)} is not a suite of Debian`, allowed, hint }];
}
