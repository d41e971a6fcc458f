import { DebootcError } from "@debootc/core/error/debootc-error";
import type { BuildLimits, ChrootConfiguration } from "@debootc/core/mock-build/chroot/chroot-configuration";
import type { Contribution } from "./api.ts";

/** Pairs a plugin with its contribution. */
export interface NamedContribution {
  readonly plugin: string;
  readonly contribution: Contribution;
}

/** Holds a chroot with everything that plugins add to it, and the directories that they put first in PATH. */
export interface Contributed {
  readonly chroot: ChrootConfiguration;
  readonly path: readonly string[];
}

/**
 * Adds the contributions of plugins to a chroot. The configuration itself wins over them. Throws `plugin-invalid` if
 * two plugins contradict each other.
 */
export function withContributions(
  chroot: ChrootConfiguration,
  contributions: readonly NamedContribution[],
): Contributed {
  const all = contributions.map(({ contribution }) => contribution);
  const union = (own: readonly string[], of: (one: Contribution) => readonly string[] | undefined) => [
    ...new Set([...own, ...all.flatMap((one) => of(one) ?? [])]),
  ];
  const agreed = <T>(noun: string, of: (one: Contribution) => Readonly<Record<string, T>>) =>
    agreement(noun, contributions, of);
  const targets = new Set(chroot.mounts.map(({ target }) => target));
  const mounts = agreed("a mount on", ({ mounts: list = [] }) =>
    Object.fromEntries(list.map((mount) => [mount.target, mount])),
  );
  const tmpfs = agreed(
    "",
    ({ tmpfs: wanted }): Record<string, typeof wanted> => (wanted === undefined ? {} : { tmpfs: wanted }),
  );
  return {
    chroot: {
      ...chroot,
      packages: union(chroot.packages, (one) => one.packages),
      profiles: union(chroot.profiles, (one) => one.profiles),
      environment: {
        ...agreed("the variable", ({ environment = {} }) => environment),
        ...chroot.environment,
      },
      mounts: [...chroot.mounts, ...Object.values(mounts).filter(({ target }) => !targets.has(target))],
      limits: all.reduce((limits, one) => stricter(limits, one.limits ?? {}), chroot.limits),
      tmpfs: chroot.tmpfs === "auto" ? (tmpfs["tmpfs"] ?? "auto") : chroot.tmpfs,
    },
    path: union([], (one) => one.path),
  };
}

/** Collects the values of all plugins by name; several may give the same one. */
function agreement<T>(
  noun: string,
  contributions: readonly NamedContribution[],
  of: (one: Contribution) => Readonly<Record<string, T>>,
): Record<string, T> {
  const given = new Map<string, { readonly value: T; readonly plugin: string }>();
  for (const { plugin, contribution } of contributions) {
    for (const [name, value] of Object.entries(of(contribution))) {
      const other = given.get(name);
      if (other !== undefined && JSON.stringify(other.value) !== JSON.stringify(value)) {
        throw new DebootcError(
          "plugin-invalid",
          `the plugins ${other.plugin} and ${plugin} set ${`${noun} ${name}`.trim()} to different values`,
          {
            hint: "Set it in the configuration of the chroot, which wins over plugins, or switch one of them off.",
          },
        );
      }
      given.set(name, { value, plugin });
    }
  }
  return Object.fromEntries([...given].map(([name, { value }]) => [name, value]));
}

function stricter(limits: BuildLimits, wanted: BuildLimits): BuildLimits {
  const keys = new Set([...Object.keys(limits), ...Object.keys(wanted)] as (keyof BuildLimits)[]);
  return Object.fromEntries(
    [...keys].map((key) => [key, Math.min(limits[key] ?? Infinity, wanted[key] ?? Infinity)]),
  );
}
