import { makeDirectories } from "@debootc/tools/files/paths";
import { type ComposeId, formatComposeId, nextComposeId } from "@debootc/core/compose/compose-id";
import {
  changeStatus,
  type ComposeStatus,
  formatStatus,
  parseStatus,
} from "@debootc/core/compose/compose-status";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { identifyProcess } from "../cache/process-identity.ts";
import { ownerRecord } from "./owner-record.ts";
import { type Removal, removeDeadCompose } from "./remove-dead-compose.ts";

/** Names the directory of a compose, `<output-dir>/<compose-id>` in Pungi's form. */
export interface ComposeDirectory {
  readonly id: string;
  readonly path: string;
  readonly metadata: string;
  readonly logs: string;
  readonly work: string;
}

/** Is an ID that somebody gave, with what it takes to use it again. */
interface NamedCompose extends Removal {
  readonly id: string;
}

/**
 * Makes the directory of a new compose, STARTED and owned by this process. Without `named` the ID is the next free one,
 * even if others start at the same moment; what a dead run left under a given name is removed. Throws `in-use`,
 * `results-unwritable`.
 */
export async function startComposeDirectory(
  outputDir: string,
  wanted: Omit<ComposeId, "respin">,
  named?: NamedCompose,
): Promise<ComposeDirectory> {
  const id = await claim(outputDir, wanted, named);
  const path = join(outputDir, id);
  const directory = {
    id,
    path,
    metadata: join(path, "compose/metadata"),
    logs: join(path, "logs"),
    work: join(path, "work"),
  };
  await mkdir(directory.metadata, { recursive: true });
  await mkdir(directory.logs, { recursive: true });
  await mkdir(join(directory.work, "records"), { recursive: true });
  await writeFile(
    join(directory.work, "owner.json"),
    ownerRecord.serialize({ owner: await identifyProcess(process.pid) }),
  );
  await writeFile(join(path, "COMPOSE_ID"), `${id}\n`);
  await setStatus(directory, "STARTED");
  return directory;
}

/** Replaces STATUS, if the compose may get that status. Throws `compose-immutable`. */
export async function setStatus(
  { id, path }: Pick<ComposeDirectory, "id" | "path">,
  next: ComposeStatus,
): Promise<void> {
  const file = join(path, "STATUS");
  const text = await readFile(file, "utf8").catch(() => undefined);
  const status = changeStatus(id, text === undefined ? undefined : parseStatus(text, file), next);
  await writeFile(`${file}.new`, formatStatus(status));
  await rename(`${file}.new`, file);
}

/** Lets `latest` name a compose, in one step. */
export async function pointLatest(outputDir: string, path: string): Promise<void> {
  const link = join(outputDir, `.latest-${basename(path)}`);
  await rm(link, { force: true });
  await symlink(basename(path), link);
  await rename(link, join(outputDir, "latest"));
}

async function claim(
  outputDir: string,
  wanted: Omit<ComposeId, "respin">,
  named: NamedCompose | undefined,
): Promise<string> {
  try {
    await makeDirectories(outputDir);
    for (;;) {
      const id = named?.id ?? formatComposeId(nextComposeId(wanted, await readdir(outputDir)));
      try {
        await mkdir(join(outputDir, id));
        return id;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        if (named !== undefined) await removeDeadCompose({ outputDir, id }, named);
      }
    }
  } catch (error) {
    if (error instanceof DebootcError) throw error;
    throw new DebootcError("results-unwritable", `${outputDir}: ${(error as Error).message}`, {
      hint: "Give a directory you may write to with --output-dir.",
      cause: error,
    });
  }
}
