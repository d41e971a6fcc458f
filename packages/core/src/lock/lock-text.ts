import { canonicalJson } from "../record/canonical-json.ts";
import { type Lock, lockRecord } from "./lock.ts";

/**
 * Formats a lockfile: the canonical JSON of the record, with a line for each package, index and account, so that a
 * change of one package shows as a change of one line.
 */
export function lockText(lock: Lock): string {
  const sections = Object.entries(lock.architectures)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([architecture, { bootLoader, ids, indexes, packages, request }]) => {
      const members = [
        ...(bootLoader === undefined ? [] : [`"bootLoader":${lines(bootLoader)}`]),
        ...(ids === undefined ? [] : [`"ids":{"groups":${lines(ids.groups)},"users":${lines(ids.users)}}`]),
        `"indexes":${lines(indexes)}`,
        `"packages":${lines(packages)}`,
        `"request":${canonicalJson(request)}`,
      ];
      return `${JSON.stringify(architecture)}:{\n${members.join(",\n")}}`;
    });
  return `{"architectures":{${sections.join(",\n")}},\n"schema":"debootc/${lockRecord.name}","version":${lockRecord.version}}\n`;
}

function lines(list: readonly unknown[]): string {
  return `[\n${list.map((item) => canonicalJson(item)).join(",\n")}]`;
}
