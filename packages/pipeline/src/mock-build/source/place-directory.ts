import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasMainArchive, origArchives } from "@debootc/core/source-package/orig-archives";
import type { PlacedSource } from "@debootc/core/source-package/source-package";
import { constants } from "node:fs";
import { copyFile, lstat, mkdir, readdir, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { OperationContext } from "../../worker/operation-context.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import { copyTree } from "./copy-tree.ts";
import { packSourceOperation } from "./pack-source-operation.ts";
import { placeDsc } from "./place-dsc.ts";
import { placeUpstreamFromGit, type UpstreamRepository } from "./place-upstream-from-git.ts";
import { lfsPointers, warnOfEmptySubmodules, warnOfPointers } from "./missing-content.ts";
import { readTree, type SourceTree } from "./read-tree.ts";
import type { SourceSetting } from "./source-setting.ts";
import type { TreeName } from "./tree-name.ts";

interface DirectoryPlacing {
  /** Absolute path. */
  readonly path: string;
  readonly name: TreeName;
  /** Where upstream versions may be tagged; the directory's own repository if absent. */
  readonly upstream?: UpstreamRepository;
}

/**
 * Makes a source package from an unpacked tree: the base root's dpkg-source packs a copy of it in the sandbox; the
 * user's directory is only read. Throws `source-invalid`.
 */
export async function placeDirectory(
  { path, name: called, upstream }: DirectoryPlacing,
  setting: SourceSetting,
  context: OperationContext,
): Promise<PlacedSource> {
  const tree = await readTree(path, called);
  const { origin } = called;
  warnOfLeftovers(tree, context);
  const { entry, version } = tree;
  const work = join(setting.workDirectory, "pack");
  const name = `${entry.source}-${version.upstream}`;
  await mkdir(work);
  if (needsUpstream(tree)) {
    const repository = upstream ?? (await ownRepository(path, context));
    const isThere =
      (await copyArchives(tree, work)) ||
      (repository !== undefined && (await placeUpstreamFromGit(tree, repository, work, context)));
    if (!isThere) throw upstreamMissing(tree);
  }
  const pointers = lfsPointers(await realpath(path));
  await copyTree(await realpath(path), join(work, name), context.signal, pointers.look);
  warnOfPointers(tree, pointers.found, context);
  if (upstream === undefined) await warnOfEmptySubmodules(tree, context);
  const { made } = await runPrivileged(
    packSourceOperation,
    { root: await setting.baseRoot(), directory: work, tree: name, origin },
    setting.privilege,
    context,
  );
  const dsc = made.find((file) => file.endsWith(".dsc"));
  if (dsc === undefined)
    throw new DebootcError(
      "source-invalid",
      `cannot make a source package from ${origin}: dpkg-source made no .dsc`,
    );
  const { directory, workDirectory } = setting;
  return placeDsc(
    { path: join(work, dsc), name: `${dsc}, made from ${origin},`, directory, workDirectory },
    context,
  );
}

/** Finds the repository of which a directory is the work tree. */
async function ownRepository(
  path: string,
  { signal, log }: OperationContext,
): Promise<UpstreamRepository | undefined> {
  const home = await realpath(path);
  const found = await lstat(join(home, ".git")).catch(() => undefined);
  // In a linked work tree, .git is a file, which git itself follows.
  return found && { url: `file://${encodeURI(home)}`, git: { signal, onLine: log }, submodules: false };
}

/** Includes trees of format 1.0: without an archive dpkg-source packs them as native, which no revision means. */
function needsUpstream({ format, version }: SourceTree): boolean {
  return format !== "3.0 (native)" && version.revision !== undefined;
}

/** Copies the upstream archives next to the tree, by dpkg-source's rules. Returns whether the main one exists. */
async function copyArchives({ path, entry, version }: SourceTree, work: string): Promise<boolean> {
  const beside = dirname(await realpath(path));
  const names = origArchives(await readdir(beside), entry.source, version.upstream);
  for (const name of names) {
    const file = await realpath(join(beside, name));
    if (dirname(file) !== beside || !(await lstat(file)).isFile())
      throw new DebootcError("source-invalid", `${join(beside, name)} leads to ${file}`, {
        hint: "An upstream archive is a regular file next to the tree, or a link to one there.",
      });
    await copyFile(file, join(work, name), constants.COPYFILE_FICLONE);
  }
  return hasMainArchive(names);
}

function upstreamMissing({ entry, version, format, name, upstreamTag }: SourceTree): DebootcError {
  const archive = `${entry.source}_${version.upstream}.orig.tar.xz`;
  return new DebootcError(
    "source-invalid",
    `${name.origin} has the format ${format} and the version ${entry.version}, so it needs the upstream archive ${archive} (or .gz, .bz2, .lzma), which is not next to it`,
    {
      hint: `Put ${archive} next to the directory (origtargz, uscan --download), tag the upstream version in git as ${upstreamTag ?? `upstream/${version.upstream}`}, or make the package native.`,
    },
  );
}

function warnOfLeftovers({ leftovers, name }: SourceTree, { report }: OperationContext): void {
  if (leftovers.length === 0) return;
  report({
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code: "source-not-clean",
      message: `${name.origin} contains leftovers of a build: ${leftovers.join(", ")} will become part of the source package`,
      hint: "Clean it first: debian/rules clean, or git clean -dfx",
    },
  });
}
