import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { parseGroup, parsePasswd } from "@debootc/core/ids/account-files";
import type { Placed } from "@debootc/core/plan/root-plan";
import { closestWord } from "@debootc/core/text/closest-word";
import type { AddedAttributes } from "@debootc/core/treefile/keys/system/added-attributes";
import { reasonOf } from "@debootc/tools/errno";
import { dirname } from "node:path";
import type { RootDirectory } from "../tree/root-directory.ts";
import { readAccountFiles } from "./accounts/root-accounts.ts";
import { type Attributes, copyIntoRoot } from "./copy-into-root.ts";

type AddedFile = Placed<AddedAttributes & { readonly source: string; readonly target: string }>;

/**
 * Copies the treefile's own files into the root. Throws `treefile-invalid` for accounts that the image does not have,
 * `add-file-missing` for files that cannot go where they are to.
 */
export async function addFiles(root: RootDirectory, files: readonly AddedFile[]): Promise<void> {
  const attributes = await attributesOf(root, files);
  const diagnostics: Diagnostic[] = [];
  for (const [index, file] of files.entries()) {
    try {
      await copyIntoRoot(root, file, attributes[index] ?? { uid: 0, gid: 0 });
    } catch (error) {
      diagnostics.push({
        severity: "error",
        code: "add-file-missing",
        ...file.origin,
        key: "add-files",
        message: `the file cannot be put there: ${await obstacle(root, file, error)}`,
        given: file.target,
        hint: "Packages have made the place what it is: choose another one.",
      });
    }
  }
  if (diagnostics.length === 0) return;
  throw new DebootcError(
    "add-file-missing",
    `${diagnostics.length} of the treefile's files cannot be added`,
    {
      diagnostics,
    },
  );
}

/** Returns the ids of the accounts that entries name. */
async function attributesOf(root: RootDirectory, files: readonly AddedFile[]): Promise<Attributes[]> {
  const named = files.some(({ owner, group }) => owner !== undefined || group !== undefined);
  const { passwd, group: groups } = named ? await readAccountFiles(root) : { passwd: "", group: "" };
  const uids = new Map(parsePasswd(passwd).map(({ name, uid }) => [name, uid]));
  const gids = new Map(parseGroup(groups).map(({ name, gid }) => [name, gid]));
  const diagnostics: Diagnostic[] = [];
  const idOf = (ids: ReadonlyMap<string, number>, name: string | undefined, unknown: Unknown): number => {
    const id = name === undefined ? 0 : ids.get(name);
    if (id === undefined) diagnostics.push(unknownAccount(unknown, name ?? "", ids.keys()));
    return id ?? 0;
  };
  const attributes = files.map(({ mode, owner, group, origin }) => ({
    mode,
    uid: idOf(uids, owner, { what: "user", origin }),
    gid: idOf(gids, group, { what: "group", origin }),
  }));
  if (diagnostics.length === 0) return attributes;
  throw new DebootcError(
    "treefile-invalid",
    "files of the treefile go to accounts that the image does not have",
    {
      diagnostics,
    },
  );
}

interface Unknown extends Pick<AddedFile, "origin"> {
  readonly what: "user" | "group";
}

function unknownAccount({ what, origin }: Unknown, name: string, names: Iterable<string>): Diagnostic {
  const near = closestWord(name, names);
  return {
    severity: "error",
    code: "treefile-invalid",
    ...origin,
    key: "add-files",
    message: `the image has no ${what} ${name}`,
    given: name,
    hint:
      near === undefined
        ? `Add the package that makes it, or name another ${what}.`
        : `Did you mean ${near}?`,
  };
}

/** Returns what is in the way, in paths of the image: those of the build mean nothing to a reader. */
async function obstacle(root: RootDirectory, { source, target }: AddedFile, error: unknown): Promise<string> {
  for (let above = dirname(target); above !== "/"; above = dirname(above)) {
    const stat = await root.stat(await root.resolve(above));
    if (stat?.isDirectory() === false) return `${above} is not a directory in the image`;
  }
  return reasonOf(error).replaceAll(root.path, "").replaceAll(source, "the file");
}
