/** The parts of a Debian architecture: ABI, C library, operating system and processor. */
type ArchitectureTuple = readonly [abi: string, libc: string, os: string, cpu: string];

/** Names that are not `base-gnu-linux-NAME` (dpkg's tupletable, as of dpkg 1.22). */
const ownTuples: Readonly<Record<string, ArchitectureTuple>> = {
  armhf: ["eabihf", "gnu", "linux", "arm"],
  armel: ["eabi", "gnu", "linux", "arm"],
  arm64ilp32: ["ilp32", "gnu", "linux", "arm64"],
  x32: ["x32", "gnu", "linux", "amd64"],
  powerpcspe: ["spe", "gnu", "linux", "powerpc"],
  ...variants(["mips64", "mips64el", "mips64r6", "mips64r6el"]),
  "uclibc-linux-armel": ["eabi", "uclibc", "linux", "arm"],
  "musl-linux-armhf": ["eabihf", "musl", "linux", "arm"],
  "kfreebsd-armhf": ["eabihf", "gnu", "kfreebsd", "arm"],
};

function variants(cpus: readonly string[]): Record<string, ArchitectureTuple> {
  return Object.fromEntries(
    cpus.flatMap((cpu): [string, ArchitectureTuple][] => [
      [cpu, ["abi64", "gnu", "linux", cpu]],
      [cpu.replace("mips64", "mipsn32"), ["abin32", "gnu", "linux", cpu]],
    ]),
  );
}

/** Operating systems whose names come before the processor, with their C libraries. */
const prefixes: Readonly<Record<string, readonly [libc: string, os: string]>> = {
  "uclibc-linux": ["uclibc", "linux"],
  "musl-linux": ["musl", "linux"],
  kfreebsd: ["gnu", "kfreebsd"],
  knetbsd: ["gnu", "knetbsd"],
  kopensolaris: ["gnu", "kopensolaris"],
  hurd: ["gnu", "hurd"],
  darwin: ["bsd", "darwin"],
  dragonflybsd: ["bsd", "dragonflybsd"],
  freebsd: ["bsd", "freebsd"],
  netbsd: ["bsd", "netbsd"],
  openbsd: ["bsd", "openbsd"],
  aix: ["sysv", "aix"],
  solaris: ["sysv", "solaris"],
  "uclibc-uclinux": ["uclibc", "uclinux"],
  mint: ["tos", "mint"],
};

function tupleOf(architecture: string): ArchitectureTuple {
  const own = ownTuples[architecture];
  if (own !== undefined) return own;
  const dash = architecture.lastIndexOf("-");
  const place = dash === -1 ? undefined : prefixes[architecture.slice(0, dash)];
  if (place !== undefined) return ["base", ...place, architecture.slice(dash + 1)];
  return ["base", "gnu", "linux", architecture];
}

/** Returns whether an architecture is the given one, or matches a wildcard such as `linux-any` (Policy 11.1.1). */
export function architectureMatches(architecture: string, wildcard: string): boolean {
  if (architecture === wildcard) return true;
  // These are not architectures, so `any` does not match them.
  if (architecture === "all" || architecture === "source") return false;
  const words = wildcard.split("-");
  if (!words.includes("any")) return false;
  const wanted = wildcard === "any" ? ["any", "any", "any", "any"] : [...anyBefore(words), ...words];
  const tuple = tupleOf(architecture);
  return wanted.length === 4 && wanted.every((word, index) => word === "any" || word === tuple[index]);
}

/** A wildcard names the last parts; those before them do not matter. */
function anyBefore(words: readonly string[]): string[] {
  return Array.from({ length: Math.max(0, 4 - words.length) }, () => "any");
}
