import type { DebootcError } from "@debootc/core/error/debootc-error";
import { parseVarRules, type VarRule } from "@debootc/core/var-policy/var-rule";
import type { RootDirectory } from "../../tree/root-directory.ts";
import { planVar } from "../layout/plan-var.ts";
import { readPackageFiles } from "../packages/package-files.ts";
import { origin, refusalOf } from "../root-scene.fixture.ts";
import { judgeRoot } from "./judge-root.ts";
import { pathMakers, type Snapshot } from "./path-makers.ts";

/** Returns the text of a file with a private key in it. */
export const key = (text: string) => `-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----\n`;
const shipped = `
- {path: /var/lib/dpkg, class: sysimage}
- {path: /var/**, class: tmpfiles, type: directory}
- {path: /var/**, class: tmpfiles, type: symlink}
`;

interface Scene {
  readonly own?: readonly VarRule[];
  readonly optUsrlocal?: "var" | "root";
  readonly addedFiles?: readonly { source: string; target: string }[];
  readonly scripts?: { before: Snapshot; after: Snapshot };
  readonly initramfs?: Snapshot;
}

/** Judges a root as the end of a build does. */
export async function judge(root: RootDirectory, scene: Scene = {}): Promise<void> {
  const packages = await readPackageFiles(root);
  const own = (scene.own ?? []).map((rule) => ({ rule, origin }));
  await judgeRoot(root, {
    planned: await planVar(root, { own, shipped }, packages.packages),
    packages,
    makerOf: pathMakers(packages, scene),
    optUsrlocal: scene.optUsrlocal ?? "var",
    addedFiles: (scene.addedFiles ?? []).map((file) => ({ ...file, origin })),
  });
}

/** Returns the error that a root is refused with. */
export async function refusal(root: RootDirectory, scene?: Scene): Promise<DebootcError> {
  return refusalOf(judge(root, scene));
}
/** Returns what an error reports. */
export const messagesOf = ({ diagnostics }: DebootcError) => diagnostics.map(({ message }) => message);
/** Returns the hint of one of its findings. */
export const hintOf = ({ diagnostics }: DebootcError, index = 0) => diagnostics[index]?.hint ?? "";
/** Returns the rules that a hint offers, as a treefile has them. */
export const offered = (hint: string) => {
  const rules = hint.split("\n").flatMap((line) => /^\s+(- \{.*)/.exec(line)?.[1] ?? []);
  return rules.length === 0 ? [] : parseVarRules(rules.join("\n"));
};

/** Holds a database of dpkg with one package. */
export const widget = { "/var/lib/dpkg/info/widget.list": "/.\n/var/lib/widget\n/var/lib/widget/state\n" };
