import { posix } from "node:path";
import { defaultMaxLayers } from "../layers/layer-plan.ts";
import { DebootcError } from "../error/debootc-error.ts";
import { diskSizeMiB } from "./keys/disk-schema.ts";
import type { Entry } from "../document/entry.ts";
import type { Layer } from "./layer.ts";
import { originOf } from "../document/origin.ts";
import type { UserInput } from "./keys/user-schema.ts";
import { classifySource } from "../debian/source-argument.ts";
import { besideFile } from "../document/relative-path.ts";
import { pathOf } from "./keys/source-package-item.ts";
import type { AccountCheck, PackageSource, ResolvedTreefile } from "./resolved-treefile.ts";

/** What of a treefile does not come from its merged layers. */
interface Surroundings {
  /** Absolute path of the outermost file. */
  readonly path: string;
  readonly architecture: string;
  readonly sources: readonly PackageSource[];
  /** Text of the file that `postprocess-script` names. */
  readonly lastScript: string | undefined;
  readonly ostreeRemote: ResolvedTreefile["ostreeRemote"];
  readonly checkPasswd: AccountCheck | undefined;
  readonly checkGroups: AccountCheck | undefined;
}

/** The merged treefile as a record, with defaults in place; `checkRequired` has passed. */
export function resolveLayer(
  layer: Layer,
  { path, architecture, sources, lastScript, checkPasswd, checkGroups, ostreeRemote }: Surroundings,
): ResolvedTreefile {
  const { single, lists, labels, commitMetadata } = layer;
  const optional = <K extends string, T>(key: K, entry: Entry<T> | undefined) =>
    (entry === undefined ? {} : { [key]: entry.value }) as { [P in K]?: T };
  return {
    name: treefileName(path),
    ref: required(single.ref, "ref"),
    suite: required(single.suite, "suite"),
    architecture,
    components: lists.components.length === 0 ? ["main"] : valuesOf(lists.components),
    ...optional("mirror", single.mirror),
    ...optional("snapshot", single.snapshot),
    sources: [...sources],
    packages: valuesOf(lists.packages),
    excludePackages: valuesOf(lists.excludePackages),
    nameOrigins: {
      packages: originsOf(lists.packages),
      excludePackages: originsOf(lists.excludePackages),
    },
    localPackages: lists.localPackages.map((entry) => ownFile(entry, entry.value)),
    sourcePackages: lists.sourcePackages.map(sourcePackage),
    pins: lists.pins.map(({ value }) => value),
    recommends: single.recommends?.value ?? false,
    documentation: single.documentation?.value ?? true,
    debconf: lists.debconf.map((entry) => ({ ...entry.value, origin: originOf(entry) })),
    users: lists.users.filter(({ value: { name } }) => name !== "root").map(resolveUser),
    sshKeys: lists.users.flatMap(sshKeysOf),
    units: lists.units.map(placedName),
    ...(single.defaultTarget === undefined ? {} : { defaultTarget: placedName(single.defaultTarget) }),
    addFiles: lists.addFiles.map((entry) => ({ ...ownFile(entry, entry.value[0]), target: entry.value[1] })),
    removeFiles: valuesOf(lists.removeFiles),
    removeFromPackages: lists.removeFromPackages.map((entry) => {
      const [name = "", ...patterns] = entry.value;
      return { package: name, patterns, origin: originOf(entry) };
    }),
    varPolicy: lists.varPolicy.map((entry) => ({
      rule: entry.value,
      origin: originOf(entry),
    })),
    postprocess: [
      ...lists.postprocess.map((entry) => ({ script: entry.value, origin: placeText(entry, path) })),
      ...(single.postprocessScript === undefined || lastScript === undefined
        ? []
        : [{ script: lastScript, origin: placeText(single.postprocessScript, path) }]),
    ],
    kernelArguments: valuesOf(lists.kernelArguments),
    initramfsArgs: lists.initramfsArgs.map((entry) => ({ argument: entry.value, origin: originOf(entry) })),
    bootLocation: single.bootLocation?.value ?? "modules",
    optUsrlocal: single.optUsrlocal?.value ?? "var",
    machineIdCompat: single.machineIdCompat?.value ?? true,
    ...(checkPasswd === undefined ? {} : { checkPasswd }),
    ...(checkGroups === undefined ? {} : { checkGroups }),
    ...optional("automaticVersionPrefix", single.automaticVersionPrefix),
    ...(single.mutateOsRelease === undefined
      ? {}
      : {
          mutateOsRelease: {
            text: single.mutateOsRelease.value,
            origin: originOf(single.mutateOsRelease),
          },
        }),
    ...(ostreeRemote === undefined ? {} : { ostreeRemote }),
    commitMetadata: Object.fromEntries([...commitMetadata].map(([key, entry]) => [key, entry.value])),
    container: {
      ...optional("title", single.containerTitle),
      labels: Object.fromEntries([...labels].map(([key, entry]) => [key, entry.value])),
      cmd: [...(single.containerCmd?.value ?? ["/sbin/init"])],
      compression: single.containerCompression?.value ?? "zstd",
      maxLayers: single.containerMaxLayers?.value ?? defaultMaxLayers,
    },
    ...resolveDisk(single),
  };
}

function resolveDisk(single: Layer["single"]): Pick<ResolvedTreefile, "disk"> {
  const given = [
    single.diskBootLoader,
    single.diskBootTries,
    single.diskFilesystem,
    single.diskSize,
    single.diskSecureBoot,
  ].find((entry) => entry !== undefined);
  if (given === undefined) return {};
  return {
    disk: {
      bootLoader: single.diskBootLoader?.value ?? "grub",
      bootTries: single.diskBootTries?.value ?? 3,
      filesystem: single.diskFilesystem?.value ?? "ext4",
      sizeMiB: diskSizeMiB(single.diskSize?.value ?? "4G"),
      origin: originOf(given),
    },
  };
}

function required(entry: Entry<string> | undefined, key: string): string {
  if (entry === undefined)
    throw new DebootcError("internal-fault", `a treefile without \`${key}\` was not refused`);
  return entry.value;
}

/** A treefile's name: that of its file without the ending. */
export function treefileName(path: string): string {
  return posix.basename(path).replace(/\.[^.]+$/, "");
}

function valuesOf(entries: readonly Entry<string>[]): string[] {
  return entries.map((entry) => entry.value);
}

/** An item may hold several names. */
function originsOf(entries: readonly Entry<string>[]): ResolvedTreefile["nameOrigins"]["packages"] {
  return Object.fromEntries(entries.map((entry) => [entry.value, originOf(entry, entry.value)]));
}

function sourcePackage(entry: Entry<string>): ResolvedTreefile["sourcePackages"][number] {
  const path = pathOf(classifySource(entry.value));
  return {
    name: entry.value,
    argument: path === undefined ? entry.value : besideFile(entry.file.path, path),
    origin: originOf(entry),
  };
}

function placedName(entry: Entry<string>): ResolvedTreefile["units"][number] {
  return { name: entry.value, origin: originOf(entry) };
}

function ownFile(entry: Entry<unknown>, path: string): Omit<ResolvedTreefile["addFiles"][number], "target"> {
  const { file } = entry;
  return { source: besideFile(file.path, path), beside: posix.dirname(file.path), origin: originOf(entry) };
}

function resolveUser(entry: Entry<UserInput>): ResolvedTreefile["users"][number] {
  const { name, uid, gecos = "", groups = [], shell = "/bin/bash" } = entry.value;
  if (uid === undefined) throw new DebootcError("internal-fault", "a user without `uid` was not refused");
  return { name, uid, gecos, groups: [...new Set(groups)], shell, origin: originOf(entry) };
}

function sshKeysOf(entry: Entry<UserInput>): ResolvedTreefile["sshKeys"] {
  const { name, "ssh-authorized-keys": keys = [] } = entry.value;
  return keys.length === 0
    ? []
    : [{ user: name, keys: keys.map((key) => key.trim()), origin: originOf(entry) }];
}

/** Relative to the treefile. */
function placeText(entry: Entry<string>, treefile: string): string {
  const { file, line } = originOf(entry);
  return `${posix.relative(posix.dirname(treefile), file)}:${line}`;
}
