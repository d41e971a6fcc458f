import { isAbsolute, join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns where a user's runs keep what they share, unless told otherwise. */
export function defaultCacheDirectory(home: string, { XDG_CACHE_HOME: base }: Environment): string {
  // A relative XDG_CACHE_HOME is to be ignored (XDG Base Directory Specification).
  return join(base !== undefined && isAbsolute(base) ? base : join(home, ".cache"), "debootc");
}

const debianNames: Readonly<Record<string, string>> = {
  x64: "amd64",
  arm: "armhf",
  ia32: "i386",
  mips64el: "mips64el",
  ppc64: "ppc64el",
};

/** Returns Debian's name of an architecture that Node calls `nodeName`. */
export function debianArchitectureOf(nodeName: string): string {
  return debianNames[nodeName] ?? nodeName;
}
