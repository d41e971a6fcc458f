import { access, constants, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** An entry of apt_auth.conf(5). */
export interface AptCredential {
  /** `[scheme://]host[:port][/path]` */
  readonly machine: string;
  readonly login: string;
  readonly password: string;
}

interface AuthFiles {
  readonly file: string;
  readonly directory: string | undefined;
}

/** Where apt keeps credentials, as far as this user may read them. */
export async function readableAuthFiles(etc = "/etc/apt"): Promise<AuthFiles> {
  const file = join(etc, "auth.conf");
  const directory = join(etc, "auth.conf.d");
  const parts = await readdir(directory).catch(() => undefined);
  const allReadable =
    parts !== undefined &&
    (await Promise.all(parts.map((part) => isReadable(join(directory, part))))).every(Boolean);
  return {
    file: (await isReadable(file)) ? file : "/dev/null",
    directory: allReadable ? directory : undefined,
  };
}

/** The credentials apt would use, for files that debootc fetches itself. */
export async function readAptCredentials(etc = "/etc/apt"): Promise<AptCredential[]> {
  const { file, directory } = await readableAuthFiles(etc);
  const parts =
    directory === undefined ? [] : (await readdir(directory)).filter((name) => name.endsWith(".conf")).sort();
  const files = [
    ...(file === "/dev/null" ? [] : [file]),
    ...parts.map((part) => join(directory ?? "", part)),
  ];
  return (await Promise.all(files.map((path) => readFile(path, "utf8")))).flatMap(parseAptCredentials);
}

/** Reads the netrc form: words, of which `machine`, `login` and `password` take the next one. */
export function parseAptCredentials(text: string): AptCredential[] {
  const words = text
    .replaceAll(/^\s*#.*$/gm, "")
    .split(/\s+/)
    .filter(Boolean);
  const credentials: { machine: string; login: string; password: string }[] = [];
  for (let index = 0; index + 1 < words.length; index += 2) {
    const value = words[index + 1] ?? "";
    const last = credentials.at(-1);
    if (words[index] === "machine") credentials.push({ machine: value, login: "", password: "" });
    else if (words[index] === "login" && last) last.login = value;
    else if (words[index] === "password" && last) last.password = value;
  }
  return credentials;
}

/** The Authorization header for an address; an entry without a scheme is for https alone, as apt has it. */
export function authorizationFor(address: URL, credentials: readonly AptCredential[]): string | undefined {
  const found = credentials.find(({ machine }) => {
    const { scheme = "https", rest = "" } =
      /^(?:(?<scheme>[a-z+]+):\/\/)?(?<rest>.*)$/.exec(machine)?.groups ?? {};
    const slash = rest.indexOf("/");
    const host = slash === -1 ? rest : rest.slice(0, slash);
    const path = slash === -1 ? "/" : rest.slice(slash);
    return (
      address.protocol === `${scheme}:` &&
      (host === address.host || host === address.hostname) &&
      address.pathname.startsWith(path)
    );
  });
  return found && `Basic ${Buffer.from(`${found.login}:${found.password}`).toString("base64")}`;
}

async function isReadable(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}
