/** Holds the texts of the four account databases (passwd(5), group(5), shadow(5), gshadow(5)). */
export interface AccountFiles {
  readonly passwd: string;
  readonly group: string;
  /** Absent if the `passwd` package has not set up shadow passwords. */
  readonly shadow?: string | undefined;
  readonly gshadow?: string | undefined;
}

export interface PasswdRow {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
}

export interface GroupRow {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

export function parsePasswd(text: string): PasswdRow[] {
  return rows(text).map(([name = "", , uid, gid, gecos = "", home = "", shell = ""]) => ({
    name,
    uid: Number(uid),
    gid: Number(gid),
    gecos,
    home,
    shell,
  }));
}

export function parseGroup(text: string): GroupRow[] {
  return rows(text).map(([name = "", , gid, members = ""]) => ({
    name,
    gid: Number(gid),
    members: members.split(",").filter(Boolean),
  }));
}

/**
 * Brings the files into one order, whatever order packages were configured in: accounts are sorted by id, shadow files
 * follow them, and the day of the last password change is always `day`, counted since 1970.
 */
export function canonicalAccounts(files: AccountFiles, day: number): AccountFiles {
  const passwd = rows(files.passwd).sort(byNumber(2));
  const group = rows(files.group).sort(byNumber(2));
  return {
    passwd: text(passwd),
    group: text(group),
    shadow: files.shadow === undefined ? undefined : text(shadowRows(rows(files.shadow), passwd, day)),
    gshadow: files.gshadow === undefined ? undefined : text(gshadowRows(rows(files.gshadow), group)),
  };
}

/** Describes an account to add, with a group of its own that has the same name and number. */
export interface NewAccount {
  readonly name: string;
  readonly uid: number;
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
  /** Groups other than its own; those that the files do not have are left out. */
  readonly groups: readonly string[];
}

/** Adds accounts that do not allow a login with a password. */
export function addAccounts(files: AccountFiles, accounts: readonly NewAccount[]): AccountFiles {
  const members = (name: string) =>
    accounts.filter(({ groups }) => groups.includes(name)).map((account) => account.name);
  /** Adds the new members to a row, whose last field lists them. */
  const joined = (row: string[]) => {
    const known = row.at(-1)?.split(",").filter(Boolean) ?? [];
    return [...row.slice(0, -1), [...new Set([...known, ...members(row[0] ?? "")])].join(",")];
  };
  return {
    passwd: text([
      ...rows(files.passwd),
      ...accounts.map(({ name, uid, gecos, home, shell }) => [
        name,
        "x",
        `${uid}`,
        `${uid}`,
        gecos,
        home,
        shell,
      ]),
    ]),
    group: text([
      ...rows(files.group).map(joined),
      ...accounts.map(({ name, uid }) => [name, "x", `${uid}`, ""]),
    ]),
    shadow:
      files.shadow === undefined
        ? undefined
        : text([
            ...rows(files.shadow),
            ...accounts.map(({ name }) => [name, "*", "", "0", "99999", "7", "", "", ""]),
          ]),
    gshadow: files.gshadow === undefined ? undefined : text(rows(files.gshadow).map(joined)),
  };
}

function shadowRows(shadow: string[][], passwd: string[][], day: number): string[][] {
  const known = new Map(shadow.map((row) => [row[0], row]));
  return passwd.map(([name = ""]) => {
    const row = known.get(name) ?? [name, "!*", "", "", "", "", "", "", ""];
    return row.map((field, index) => (index === 2 ? String(day) : field));
  });
}

function gshadowRows(gshadow: string[][], group: string[][]): string[][] {
  const known = new Map(gshadow.map((row) => [row[0], row]));
  return group.map(([name = "", , , members = ""]) => known.get(name) ?? [name, "!", "", members]);
}

function rows(file: string): string[][] {
  return file
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(":"));
}

function text(table: string[][]): string {
  return table.map((row) => `${row.join(":")}\n`).join("");
}

function byNumber(column: number) {
  return (a: string[], b: string[]) =>
    Number(a[column]) - Number(b[column]) || ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1);
}
