import { debianArchitectureOf, defaultCacheDirectory } from "@debootc/pipeline/door/machine-defaults";
import type { DoorDefaults } from "./door/options-from-request.ts";

export interface Machine {
  /** Node's name for it, such as `x64`. */
  readonly architecture: string;
  readonly cpus: number;
  readonly home: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the defaults that only this door knows: the cache directory, and facts about the machine. */
export function doorDefaults(machine: Machine, environment: Environment): DoorDefaults {
  const cache = defaultCacheDirectory(machine.home, environment);
  const architecture = debianArchitectureOf(machine.architecture);
  return {
    cacheDir: { value: cache, shown: shorten(cache, machine.home) },
    arch: { value: architecture, shown: `this machine's, ${architecture}` },
    jobs: { value: machine.cpus, shown: `the number of processors, ${machine.cpus}` },
  };
}

function shorten(path: string, home: string): string {
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
