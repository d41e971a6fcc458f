import type { Origin } from "../document/origin.ts";
import { builtInLocale } from "../treefile/keys/system/locale.ts";
import type { ResolvedTreefile } from "../treefile/resolved-treefile.ts";
import type { LockedPackage } from "./lock.ts";

/** Describes something that a treefile asks for and that its packages do not have, with its place. */
export interface MissingPart {
  readonly key: string;
  readonly origin: Origin;
  readonly message: string;
  readonly hint: string;
}

type Chosen = readonly Pick<LockedPackage, "name">[];

/** Finds what the list of packages alone shows to be missing, so that nobody waits for a root that cannot be built. */
export function missingParts(treefile: ResolvedTreefile, packages: Chosen): readonly MissingPart[] {
  const names = new Set(packages.map(({ name }) => name));
  return [
    ...kernelFaults(treefile, packages, names),
    ...settingFaults(treefile, names),
    ...unitFaults(treefile, names),
    ...loginFaults(treefile, names),
    ...shellFaults(treefile, names),
    ...scriptFaults(treefile, names),
  ];
}

/** Lists what makes the initramfs: for each file, the packages of which any ships it. */
const initramfsParts = [
  { file: "/usr/bin/dracut", packages: ["dracut-core", "dracut"], add: "dracut" },
  { file: "/usr/lib/ostree/ostree-prepare-root", packages: ["ostree-boot"], add: "ostree-boot" },
  { file: "/usr/bin/zstd", packages: ["zstd"], add: "zstd" },
] as const;

function kernelFaults(
  treefile: ResolvedTreefile,
  packages: Chosen,
  names: ReadonlySet<string>,
): readonly MissingPart[] {
  const kernels = packages.map(({ name }) => name).filter(isKernel);
  const [kernel, another] = kernels;
  if (kernel === undefined || mayLoseKernel(treefile, kernels)) return [];
  const origin = originOfKernel(treefile, kernel);
  if (origin === undefined) return [];
  const missing = initramfsParts.filter(
    (part) => !part.packages.some((name) => names.has(name)) && !isAdded(treefile, part.file),
  );
  const add = missing.map((part) => part.add).join(", ");
  const key = "packages";
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            key,
            origin,
            message: `the image has the kernel ${kernel}, but nothing that makes an initramfs for it: it lacks ${add}`,
            hint: `Add to packages: ${add}. Only dracut has ostree's boot module in Debian.`,
          },
        ]),
    ...(another === undefined
      ? []
      : [
          {
            key,
            origin: originOfKernel(treefile, another) ?? origin,
            message: `the image has ${kernels.length} kernels: ${kernels.join(", ")}`,
            hint: "An image boots one kernel: keep one linux-image package in packages.",
          },
        ]),
  ];
}

/** A package with a kernel in it, not one that depends on the newest or has symbols for a debugger. */
function isKernel(name: string): boolean {
  return /^linux-image-\d/.test(name) && !/-dbg(?:sym)?$/.test(name);
}

/** Whether the treefile may take a kernel out of the root again, which only the root can show. */
function mayLoseKernel(treefile: ResolvedTreefile, kernels: readonly string[]): boolean {
  const { removeFromPackages, removeFiles, postprocess } = treefile;
  return (
    removeFromPackages.some((removal) => kernels.includes(removal.package)) ||
    removeFiles.some((path) => /^\/(?:boot|usr\/lib\/modules)(?:\/|$)/.test(path)) ||
    postprocess.some(({ script }) => /\/boot\b|\/modules\b|vmlinuz|linux-image|dracut|ostree/.test(script))
  );
}

/** Returns where the treefile asks for a kernel, or for the first package where another one brings it in. */
function originOfKernel({ nameOrigins }: ResolvedTreefile, kernel: string): Origin | undefined {
  const wanted = nameOrigins.packages;
  const [, flavour = ""] = /^linux-image-[\d.]+[^-]*-(.+)$/.exec(kernel) ?? [];
  const meta = Object.keys(wanted).find((name) => name.startsWith("linux-image-") && !isKernel(name));
  return (
    wanted[kernel] ??
    wanted[`linux-image-${flavour}`] ??
    (meta === undefined ? undefined : wanted[meta]) ??
    Object.values(wanted)[0]
  );
}

/** Whether `add-files` puts this file, or a directory that may hold it, into the image. */
function isAdded({ addFiles }: ResolvedTreefile, file: string): boolean {
  return addFiles.some(({ target }) => file === target || file.startsWith(`${target}/`));
}

/** Settings that do nothing without a package: those of which any has what it takes, and what to do about it. */
const settingParts = [
  {
    key: "timezone",
    field: "timezone",
    packages: ["tzdata"],
    hint: "Add `tzdata` to packages: it has the time zones.",
  },
  {
    key: "locale",
    field: "locale",
    packages: ["locales", "locales-all"],
    hint: "Add `locales` to packages: it makes the locale.",
  },
  {
    key: "keyboard",
    field: "keyboard",
    packages: ["console-setup", "keyboard-configuration"],
    hint: "Add `console-setup` to packages: it sets the keyboard of the console. A desktop does with `keyboard-configuration`.",
  },
] as const;

function settingFaults(treefile: ResolvedTreefile, names: ReadonlySet<string>): readonly MissingPart[] {
  return settingParts.flatMap(({ key, field, packages, hint }) => {
    const origin = treefile[field]?.origin;
    if (origin === undefined || packages.some((name) => names.has(name))) return [];
    if (field === "locale" && treefile.locale?.name === builtInLocale) return [];
    return [{ key, origin, message: `the package ${packages[0]} is not in the image`, hint }];
  });
}

function unitFaults(treefile: ResolvedTreefile, names: ReadonlySet<string>): readonly MissingPart[] {
  if (["systemd", "systemctl"].some((name) => names.has(name)) || isAdded(treefile, "/usr/bin/systemctl"))
    return [];
  const message = "systemd is not in the image, so nothing can be enabled";
  const hint = "Add `systemd` to packages, or remove units and default-target.";
  const { units, disabledUnits, maskedUnits, defaultTarget } = treefile;
  return [
    ...units.map(({ origin }) => ({ key: "units", origin, message, hint })),
    ...disabledUnits.map(({ origin }) => ({ key: "disable-units", origin, message, hint })),
    ...maskedUnits.map(({ origin }) => ({ key: "mask-units", origin, message, hint })),
    ...(defaultTarget === undefined
      ? []
      : [{ key: "default-target", origin: defaultTarget.origin, message, hint }]),
  ];
}

/** Lists programs that no essential package has: the package to add, and the names of all that ship the program. */
const providers: ReadonlyMap<string, readonly [add: string, ships: RegExp]> = new Map([
  ["csh", ["csh", /^t?csh$/]],
  ["fish", ["fish", /^fish$/]],
  ["ksh", ["ksh", /^(?:.*ksh.*)$/]],
  ["lua", ["lua5.4", /^lua(?:jit)?[\d.]*$/]],
  ["mksh", ["mksh", /^mksh$/]],
  ["node", ["nodejs", /^nodejs?/]],
  ["php", ["php-cli", /^php[\d.]*-cli$/]],
  ["python3", ["python3-minimal", /^python3(?:[\d.]*-minimal)?$/]],
  ["ruby", ["ruby", /^j?ruby[\d.]*$/]],
  ["tclsh", ["tcl", /^tcl[\d.]*$/]],
  ["tcsh", ["tcsh", /^tcsh$/]],
  ["zsh", ["zsh", /^zsh$/]],
]);

/** Returns the package to add for a program; undefined if the program is there, or not known. */
function lackingPackage(treefile: ResolvedTreefile, path: string, names: ReadonlySet<string>) {
  const [, program = ""] = /^\/(?:usr\/)?bin\/([^/]+)$/.exec(path) ?? [];
  const [add, ships] = providers.get(program) ?? [];
  if (ships === undefined || [...names].some((name) => ships.test(name))) return undefined;
  return isAdded(treefile, path) || isAdded(treefile, `/usr/bin/${program}`) ? undefined : add;
}

function loginFaults(treefile: ResolvedTreefile, names: ReadonlySet<string>): readonly MissingPart[] {
  const absent = (name: string, origin: Origin, hint: string): readonly MissingPart[] =>
    names.has(name)
      ? []
      : [{ key: "users", origin, message: `the package ${name} is not in the image`, hint }];
  return [
    ...treefile.users.flatMap(({ sudo, origin }) =>
      sudo === undefined ? [] : absent("sudo", origin, "Add it to `packages`, or remove `sudo`."),
    ),
    ...treefile.passwords.flatMap(({ origin }) => [
      ...absent("passwd", origin, "Add it to `packages`: its chpasswd sets the password."),
      ...absent("systemd", origin, "Add it to `packages`: it hands the password over."),
    ]),
  ];
}

function shellFaults(treefile: ResolvedTreefile, names: ReadonlySet<string>): readonly MissingPart[] {
  return treefile.users.flatMap(({ name, shell, origin }) => {
    const add = lackingPackage(treefile, shell, names);
    if (add === undefined) return [];
    const message = `the login shell ${shell} of ${name} is not in the image`;
    return [
      { key: "users", origin, message, hint: `Add \`${add}\` to packages, or write another \`shell\`.` },
    ];
  });
}

function scriptFaults(treefile: ResolvedTreefile, names: ReadonlySet<string>): readonly MissingPart[] {
  return treefile.postprocess.flatMap(({ script, place }) => {
    const [, interpreter = "", argument] = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(script) ?? [];
    const program =
      interpreter.endsWith("/env") && argument !== undefined ? `/usr/bin/${argument}` : interpreter;
    const add = lackingPackage(treefile, program, names);
    if (add === undefined) return [];
    const message = `the postprocess script cannot be started: the image has no ${program}`;
    const hint = `Add \`${add}\` to packages, or write the script for /bin/sh.`;
    return [{ key: "postprocess", origin: place, message, hint }];
  });
}
