export interface SysusersLine {
  readonly kind: "user" | "group";
  readonly name: string;
}

/** Returns what a line of sysusers.d(5) declares; undefined if no account, false if it cannot be read. */
export function sysusersLine(line: string): SysusersLine | undefined | false {
  if (line === "" || line.startsWith("#")) return undefined;
  const [type, name, id, ...others] = tokens(line);
  if (type === undefined) return false;
  if (type === "u" || type === "u!") return name !== undefined && isUserId(id) && { kind: "user", name };
  if (type === "g") return name !== undefined && isId(id) && { kind: "group", name };
  if (type === "r") return /^[0-9]+-[0-9]+$/.test(id ?? others[0] ?? "") ? undefined : false;
  return undefined;
}

/** Names the accounts that exist once systemd-sysusers has run. */
export interface MadeAccounts {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

/** Returns the accounts that a line makes: a user has a group of its own name unless it names another. */
export function accountsOfSysusersLine(line: string): MadeAccounts {
  const none = { users: [], groups: [] };
  if (line.startsWith("#")) return none;
  const [type, name, id = "-"] = tokens(line);
  if (name === undefined) return none;
  if (type === "g") return { users: [], groups: [name] };
  if (type === "m") return { users: [name], groups: unset(id) ? [name] : [name, id] };
  if (type !== "u" && type !== "u!") return none;
  const [, group] = id.split(":");
  return { users: [name], groups: [group === undefined || /^\d*$/.test(group) ? name : group] };
}

/** Splits words at white space; one in double quotes may contain some. Ends at a quote that is not closed. */
function tokens(line: string): string[] {
  return [...line.matchAll(/\s*(?:"([^"]*)"|([^\s"]\S*))/gy)].map(([, quoted, bare]) => quoted ?? bare ?? "");
}

const unset = (id: string | undefined) => id === undefined || id === "-" || id === "";
const isId = (id: string | undefined) => unset(id) || /^(\/.*|[0-9]+)$/.test(id ?? "");

/** `uid`, `uid:gid` or `uid:group`, each a number or a path whose owner counts. */
function isUserId(id: string | undefined): boolean {
  const [uid] = (id ?? "").split(":");
  return isId(uid);
}
