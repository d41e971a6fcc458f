import { linedText, placeAt } from "../document/text-place.ts";
import { quoted } from "../text/quoted.ts";
import { parseVersion, versionRule } from "../version/debian-version.ts";
import { sourceFaultsError } from "./source-faults.ts";
import { isSourceName, sourceNameRule } from "../debian/source-name.ts";

/** Describes the newest entry of a debian/changelog (deb-changelog(5)). */
export interface ChangelogEntry {
  readonly source: string;
  readonly version: string;
  /** Several if an upload goes to several suites; `UNRELEASED` while it is being written. */
  readonly distributions: readonly string[];
  /** In lower case; `medium` unless given. */
  readonly urgency: string;
  readonly binaryOnly: boolean;
  /** The list of changes, with its indentation, without empty lines around it. */
  readonly changes: string;
  /** `Name <address>`. */
  readonly maintainer: string;
  /** Seconds since 1970. */
  readonly date: number;
}

const head = /^(?<source>\S+) +\((?<version>[^()\s]+)\)(?<distributions>(?: +[^\s;]+)+) *;(?<rest>.*)$/;
const end = /^ -- (?<maintainer>.*?<[^<>]*>)(?<gap> *)(?<date>.*?) *$/;

/** Parses the top entry. `origin` names the file in messages. Throws `source-invalid` with the place of the error. */
export function parseChangelog(text: string, origin: string): ChangelogEntry {
  const lined = linedText(text);
  const refuse = (offset: number, message: string, allowed: string): never => {
    const place = placeAt(lined, offset);
    throw sourceFaultsError(origin, "the newest entry cannot be read", [{ ...place, message, allowed }]);
  };
  const lines = text.split("\n");
  const offsets = lines.map((_, index) => lined.lineStarts[index] ?? text.length);
  const first = lines.findIndex((line) => line.trim() !== "");
  const at = offsets[first] ?? 0;
  const top = head.exec((lines[first] ?? "").trimEnd())?.groups;
  const {
    source = "",
    version = "",
    distributions = "",
    rest = "",
  } = top ?? refuse(at, "the first line of the entry is malformed", "name (version) suite; urgency=medium");
  if (!isSourceName(source))
    refuse(at, `${quoted(source)} is not the name of a source package`, sourceNameRule);
  if (parseVersion(version) === undefined)
    refuse(at + (lines[first] ?? "").indexOf("(") + 1, `${quoted(version)} is not a version`, versionRule);

  const last = lines.findIndex((line, index) => index > first && line.startsWith(" --"));
  const next = lines.findIndex((line, index) => index > first && /^\S/.test(line) && head.test(line));
  if (last === -1 || (next !== -1 && next < last))
    refuse(
      at,
      `the entry of ${version} has no last line`,
      " -- Name <address>  Mon, 02 Jan 2006 15:04:05 +0000",
    );
  const line = lines[last] ?? "";
  const {
    maintainer = "",
    gap = "",
    date: written = "",
  } = end.exec(line)?.groups ??
  refuse(offsets[last] ?? 0, "the last line of the entry has no maintainer", " -- Name <address>  date");
  const date = secondsOf(written);
  if (date === undefined || gap.length !== 2)
    refuse(
      (offsets[last] ?? 0) + 4 + maintainer.length + gap.length,
      date === undefined ? `${quoted(written)} is not a date` : "there must be two spaces before the date",
      "Mon, 02 Jan 2006 15:04:05 +0000, after two spaces",
    );
  return {
    source,
    version,
    distributions: distributions.trim().split(/ +/),
    ...keysOf(rest),
    changes: lines
      .slice(first + 1, last)
      .map((one) => one.trimEnd())
      .join("\n")
      .replace(/^\n+|\n+$/g, ""),
    maintainer,
    date: date ?? 0,
  };
}

function keysOf(rest: string): Pick<ChangelogEntry, "urgency" | "binaryOnly"> {
  const keys = new Map(
    rest.split(",").map((pair) => {
      const [key = "", value = ""] = pair.split("=");
      return [key.trim().toLowerCase(), value.trim().toLowerCase()];
    }),
  );
  return {
    // Policy 5.6.17 lets a comment follow the word.
    urgency: /^[a-z]+/.exec(keys.get("urgency") ?? "")?.[0] ?? "medium",
    binaryOnly: keys.get("binary-only") === "yes",
  };
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const dateForm =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), +)?(?<day>\d{1,2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d) (?<sign>[+-])(?<zone>\d{4})$/;

/** Parses RFC 5322 as deb-changelog(5) narrows it. The day of the week is not checked: many are wrong. */
function secondsOf(text: string): number | undefined {
  const found = dateForm.exec(text)?.groups;
  if (found === undefined) return undefined;
  const number = (name: string) => Number(found[name]);
  const month = months.indexOf(found["month"] ?? "");
  const [day, hour, minute, second] = [number("day"), number("hour"), number("minute"), number("second")];
  const midnight = new Date(Date.UTC(number("year"), month, day));
  if (month === -1 || midnight.getUTCDate() !== day || hour > 23 || minute > 59 || second > 60)
    return undefined;
  const zone = number("zone");
  const offset = (Math.floor(zone / 100) * 60 + (zone % 100)) * (found["sign"] === "-" ? -1 : 1);
  return midnight.getTime() / 1000 + hour * 3600 + (minute - offset) * 60 + second;
}
