import type { AccountCheckInput } from "./keys/account-check-schema.ts";
import type { BootLocation } from "./keys/boot-location.ts";
import type { CommitMetadataValue } from "./keys/commit-metadata.ts";
import type { Path } from "../document/position-map.ts";
import { type DebconfAnswer, debconfAnswerOf } from "./keys/debconf-answer.ts";
import { words } from "../debian/package-name.ts";
import { removalPath } from "./keys/image-path.ts";
import type { OptUsrlocal } from "./keys/opt-usrlocal.ts";
import type { PinInput } from "./keys/pin-schema.ts";
import type { TreefileInput } from "./schema.ts";
import type { SourceInput } from "./keys/source-schema.ts";
import type { UserInput } from "./keys/user-schema.ts";
import type { VarPolicyInput } from "./keys/var-policy-schema.ts";
import type { DocumentFile } from "../document/document-file.ts";
import type { Entry } from "../document/entry.ts";

/** What one treefile says, or several merged: single values, and lists in order, each with its place. */
export interface Layer {
  readonly single: Singles;
  readonly lists: Lists;
  readonly labels: ReadonlyMap<string, Entry<string>>;
  readonly commitMetadata: ReadonlyMap<string, Entry<CommitMetadataValue>>;
}
interface Singles {
  readonly ref?: Entry<string>;
  readonly suite?: Entry<string>;
  readonly mirror?: Entry<string>;
  readonly snapshot?: Entry<string>;
  readonly recommends?: Entry<boolean>;
  readonly documentation?: Entry<boolean>;
  readonly postprocessScript?: Entry<string>;
  readonly defaultTarget?: Entry<string>;
  readonly bootLocation?: Entry<BootLocation>;
  readonly optUsrlocal?: Entry<OptUsrlocal>;
  readonly machineIdCompat?: Entry<boolean>;
  readonly checkPasswd?: Entry<AccountCheckInput>;
  readonly checkGroups?: Entry<AccountCheckInput>;
  readonly automaticVersionPrefix?: Entry<string>;
  readonly mutateOsRelease?: Entry<string>;
  readonly ostreeRemoteName?: Entry<string>;
  readonly ostreeRemoteUrl?: Entry<string>;
  readonly containerTitle?: Entry<string>;
  readonly containerCmd?: Entry<readonly string[]>;
  readonly containerCompression?: Entry<"zstd" | "gzip">;
  readonly containerMaxLayers?: Entry<number>;
  readonly diskBootLoader?: Entry<"grub">;
  readonly diskBootTries?: Entry<number>;
  readonly diskFilesystem?: Entry<"ext4">;
  readonly diskSize?: Entry<string>;
  readonly diskSecureBoot?: Entry<boolean>;
}
interface Lists {
  readonly components: readonly Entry<string>[];
  readonly sources: readonly Entry<SourceInput>[];
  readonly packages: readonly Entry<string>[];
  readonly excludePackages: readonly Entry<string>[];
  readonly localPackages: readonly Entry<string>[];
  readonly sourcePackages: readonly Entry<string>[];
  readonly pins: readonly Entry<PinInput>[];
  readonly debconf: readonly Entry<DebconfAnswer>[];
  readonly users: readonly Entry<UserInput>[];
  readonly units: readonly Entry<string>[];
  /** Source relative to the file, target in the image. */
  readonly addFiles: readonly Entry<readonly [source: string, target: string]>[];
  readonly removeFiles: readonly Entry<string>[];
  readonly removeFromPackages: readonly Entry<readonly string[]>[];
  readonly varPolicy: readonly Entry<VarPolicyInput>[];
  readonly postprocess: readonly Entry<string>[];
  readonly kernelArguments: readonly Entry<string>[];
  readonly initramfsArgs: readonly Entry<string>[];
  readonly ostreeGpgKeys: readonly Entry<string>[];
  readonly ostreeEd25519Keys: readonly Entry<string>[];
}

export const emptyLayer: Layer = {
  single: {},
  lists: {
    components: [],
    sources: [],
    packages: [],
    excludePackages: [],
    localPackages: [],
    sourcePackages: [],
    pins: [],
    debconf: [],
    users: [],
    units: [],
    addFiles: [],
    removeFiles: [],
    removeFromPackages: [],
    varPolicy: [],
    postprocess: [],
    kernelArguments: [],
    initramfsArgs: [],
    ostreeGpgKeys: [],
    ostreeEd25519Keys: [],
  },
  labels: new Map(),
  commitMetadata: new Map(),
};

/** `input` holds what of the file has no errors; a list item that has is undefined, so that the others keep their index. */
export function layerOf(file: DocumentFile, input: TreefileInput, architecture: string): Layer {
  const entry = <T>(value: T, path: Path): Entry<T> => ({ value, file, path });
  const single = <T>(value: T | undefined, ...path: string[]) =>
    value === undefined ? undefined : entry(value, path);
  const list = <T>(key: string, values: readonly T[] = []) =>
    values.flatMap((value, index) => (value === undefined ? [] : [entry(value, [key, index])]));
  const split = (entries: readonly Entry<string>[]) =>
    entries.flatMap(({ value, path }) => words(value).map((word) => entry(word, path)));
  const own = `packages-${architecture}` as `packages-amd64`;
  const container = input.container ?? {};
  const remote = input["ostree-remote"] ?? {};
  const keys = (kind: "gpg-keys" | "ed25519-keys") =>
    (remote[kind] ?? []).map((value, index) => entry(value, ["ostree-remote", kind, index]));
  const disk = input.disk ?? {};
  return {
    single: present({
      ref: single(input.ref, "ref"),
      suite: single(input.suite, "suite"),
      mirror: single(input.mirror, "mirror"),
      snapshot: single(input.snapshot, "snapshot"),
      recommends: single(input.recommends, "recommends"),
      documentation: single(input.documentation, "documentation"),
      postprocessScript: single(input["postprocess-script"], "postprocess-script"),
      defaultTarget: single(input["default-target"], "default-target"),
      bootLocation: single(input["boot-location"] as BootLocation | undefined, "boot-location"),
      optUsrlocal: single(input["opt-usrlocal"], "opt-usrlocal"),
      machineIdCompat: single(input["machineid-compat"], "machineid-compat"),
      checkPasswd: single(input["check-passwd"], "check-passwd"),
      checkGroups: single(input["check-groups"], "check-groups"),
      automaticVersionPrefix: single(input["automatic-version-prefix"], "automatic-version-prefix"),
      mutateOsRelease: single(input["mutate-os-release"], "mutate-os-release"),
      ostreeRemoteName: single(remote.name, "ostree-remote", "name"),
      ostreeRemoteUrl: single(remote.url, "ostree-remote", "url"),
      containerTitle: single(container.title, "container", "title"),
      containerCmd: single(container.cmd, "container", "cmd"),
      containerCompression: single(container.compression, "container", "compression"),
      containerMaxLayers: single(container["max-layers"], "container", "max-layers"),
      diskBootLoader: single(disk["boot-loader"], "disk", "boot-loader"),
      diskBootTries: single(disk["boot-tries"], "disk", "boot-tries"),
      diskFilesystem: single(disk.filesystem, "disk", "filesystem"),
      diskSize: single(disk.size, "disk", "size"),
      diskSecureBoot: single(disk["secure-boot"], "disk", "secure-boot"),
    }),
    lists: {
      components: list<string>("components", input.components),
      sources: list("sources", input.sources),
      packages: [...split(list("packages", input.packages)), ...split(list(own, input[own]))],
      excludePackages: split(list("exclude-packages", input["exclude-packages"])),
      localPackages: list("local-packages", input["local-packages"]),
      sourcePackages: list("source-packages", input["source-packages"]),
      pins: list("pins", input.pins),
      debconf: list("debconf", input.debconf).map(({ value, path }) => entry(debconfAnswerOf(value), path)),
      users: list("users", input.users),
      units: list("units", input.units),
      addFiles: list("add-files", input["add-files"]).map(({ value, path }) => entry(pairOf(value), path)),
      removeFiles: list("remove-files", input["remove-files"]).map(({ value, path }) =>
        entry(removalPath(value), path),
      ),
      removeFromPackages: list("remove-from-packages", input["remove-from-packages"]),
      varPolicy: list("var-policy", input["var-policy"]),
      postprocess: list("postprocess", input.postprocess),
      kernelArguments: list("kernel-arguments", input["kernel-arguments"]),
      initramfsArgs: list("initramfs-args", input["initramfs-args"]),
      ostreeGpgKeys: keys("gpg-keys"),
      ostreeEd25519Keys: keys("ed25519-keys"),
    },
    labels: new Map(
      Object.entries(container.labels ?? {}).map(([key, value]) => [
        key,
        entry(value, ["container", "labels", key]),
      ]),
    ),
    commitMetadata: new Map(
      Object.entries(input["add-commit-metadata"] ?? {}).map(([key, value]) => [
        key,
        entry(value, ["add-commit-metadata", key]),
      ]),
    ),
  };
}

/** What stands in the including file wins; its list items come last. Associative, with `emptyLayer` as identity. */
export function mergeLayers(included: Layer, including: Layer): Layer {
  const lists = Object.fromEntries(
    Object.entries(included.lists).map(([key, entries]) => [
      key,
      [...entries, ...including.lists[key as keyof Lists]],
    ]),
  ) as unknown as Lists;
  return {
    single: { ...included.single, ...including.single },
    lists,
    labels: new Map([...included.labels, ...including.labels]),
    commitMetadata: new Map([...included.commitMetadata, ...including.commitMetadata]),
  };
}

type AddFile = NonNullable<TreefileInput["add-files"]>[number];

function pairOf(item: AddFile): readonly [string, string] {
  return Array.isArray(item) ? item : [item.source, item.destination];
}

function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
