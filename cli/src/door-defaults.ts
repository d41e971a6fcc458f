import { isAbsolute, join } from "node:path";
import type { DoorDefaults } from "./door/options-from-request.ts";

export interface Machine {
  /** As Node names it, such as `x64`. */
  readonly architecture: string;
  readonly cpus: number;
  readonly home: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the terminal knows and a request does not: where caches are kept, and the machine it runs on. */
export function doorDefaults(machine: Machine, environment: Environment): DoorDefaults {
  const cache = cacheDirectory(machine.home, environment);
  const architecture = debianName(machine.architecture);
  return {
    cacheDir: { value: cache, shown: shorten(cache, machine.home) },
    arch: { value: architecture, shown: `this machine's, ${architecture}` },
    jobs: { value: machine.cpus, shown: `the number of processors, ${machine.cpus}` },
  };
}

// A relative XDG_CACHE_HOME is to be ignored (XDG Base Directory Specification).
function cacheDirectory(home: string, { XDG_CACHE_HOME: base }: Environment): string {
  return join(base !== undefined && isAbsolute(base) ? base : join(home, ".cache"), "debootc");
}

const debianNames: Readonly<Record<string, string>> = {
  x64: "amd64",
  arm: "armhf",
  ia32: "i386",
  mips64el: "mips64el",
  ppc64: "ppc64el",
};

function debianName(nodeName: string): string {
  return debianNames[nodeName] ?? nodeName;
}

function shorten(path: string, home: string): string {
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
