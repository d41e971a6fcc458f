import type { AccountCheckInput } from "./keys/account-check-schema.ts";
import type { Entry } from "../document/entry.ts";
import { namedText } from "../document/named-text.ts";
import { originOf } from "../document/origin.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { quoted } from "../text/quoted.ts";
import type { ReadFile } from "../document/read-file.ts";
import { besideFile } from "../document/relative-path.ts";
import type { AccountCheck } from "./resolved-treefile.ts";

/** Which ids of a row are checked: of passwd(5) two, of group(5) one. */
type Database = "passwd" | "group";

/**
 * A check with the ids that are expected, each with its place. Undefined for one that checks nothing, and for one
 * whose file is at fault, which is reported.
 */
export function resolveAccountCheck(
  database: Database,
  entry: Entry<AccountCheckInput> | undefined,
  read: ReadFile,
  problems: ProblemList,
): AccountCheck | undefined {
  if (entry === undefined) return undefined;
  const { type, filename, entries = {} } = entry.value;
  const origin = originOf(entry);
  if (type === "none") return undefined;
  if (type === "previous") return { origin };
  if (type === "file") {
    const named = { ...entry, value: filename ?? "", path: [...entry.path, "filename"] };
    const text = namedText(named, read, problems);
    const expected = text === undefined ? undefined : rowsOf(text, database, named, problems);
    return expected === undefined ? undefined : { origin, expected };
  }
  const expected = Object.entries(entries).map(([name, ids]) => ({
    name,
    ids: idsOf(ids, database),
    origin: originOf({ file: entry.file, path: [...entry.path, "entries", name] }),
  }));
  return { origin, expected };
}

/** A lone number is a user's uid and gid. */
function idsOf(written: number | readonly number[], database: Database): number[] {
  const ids = typeof written === "number" ? [written] : [...written];
  return database === "passwd" && ids.length === 1 ? [...ids, ...ids] : ids;
}

type Expected = NonNullable<AccountCheck["expected"]>;

function rowsOf(
  text: string,
  database: Database,
  entry: Entry<string>,
  problems: ProblemList,
): Expected | undefined {
  const expected: Expected = [];
  const file = besideFile(entry.file.path, entry.value);
  for (const [index, row] of text.split("\n").entries()) {
    if (row.trim() === "") continue;
    const fields = row.split(":");
    const ids = fields.slice(2, database === "passwd" ? 4 : 3);
    if (fields.length !== (database === "passwd" ? 7 : 4) || !ids.every((id) => /^\d{1,10}$/.test(id))) {
      const message = `line ${index + 1} of the file is no line of ${database}(5)`;
      const allowed = database === "passwd" ? "name:x:uid:gid:gecos:home:shell" : "name:x:gid:members";
      problems.add(entry.file, [{ path: entry.path, message, given: quoted(row), allowed }]);
      return undefined;
    }
    expected.push({
      name: fields[0] ?? "",
      ids: ids.map(Number),
      origin: { file, line: index + 1, column: 1 },
    });
  }
  return expected;
}
