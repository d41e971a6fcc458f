import { DebootcError } from "@debootc/core/error/debootc-error";
import { tracedCalls } from "@debootc/core/trace/traced-calls";
import { touchedPaths } from "@debootc/core/trace/touched-paths";
import type { Command } from "@debootc/tools/run";
import { refusedTrace, tracedCommand } from "@debootc/tools/sandbox/traced-command";
import { hasErrno } from "@debootc/tools/errno";
import type { Stats } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RootDirectory } from "../../../tree/root-directory.ts";
import type { OperationContext } from "../../../worker/operation-context.ts";
import { firstDifference } from "./first-difference.ts";
import { initramfsAnswerSchema, type InitramfsQuestion, mostCandidates } from "./initramfs-questions.ts";
import { initramfsFile, initramfsRecord, initramfsRecordFile } from "./initramfs-record.ts";
import { interpretersOf } from "./interpreters-of.ts";
import { type RootAnswers, rootAnswers } from "./root-answers.ts";
import { changedPath, changingDirectories, rootStamps } from "./root-stamps.ts";
import { touchedPlaces } from "./touched-places.ts";

interface Keeping {
  /** Its path in the root. */
  readonly image: string;
  readonly wish: InitramfsQuestion["wish"];
  /** An empty directory to work in, outside the root. */
  readonly workDirectory: string;
}

type Context = OperationContext & { readonly ask: NonNullable<OperationContext["ask"]> };

/** Changes a command that makes an initramfs so that it can be kept, and keeps it once it is made. */
export interface InitramfsKeeper {
  readonly traced: (command: Command) => Command;
  readonly keep: () => Promise<void>;
}

/**
 * Puts an initramfs that was made before into the root, if dracut would find in it all that it found then, and nothing else.
 * Returns whoever keeps the one that has to be made instead; "reused" if none has.
 */
export async function keptInitramfs(
  root: RootDirectory,
  keeping: Keeping,
  context: Context,
): Promise<"reused" | InitramfsKeeper> {
  const unkept = (reason: string): InitramfsKeeper => {
    context.log(`this initramfs is not kept for later composes: ${reason}`);
    return { traced: (command) => command, keep: async () => {} };
  };
  const { image, wish } = keeping;
  if (await root.exists(image)) return unkept(`${image} exists already`);
  let number = 0;
  for (; number < mostCandidates; number += 1) {
    const { path } = await asked({ ask: "find-initramfs", wish, number }, context);
    if (path === undefined) break;
    const file = join(path, initramfsRecordFile);
    const record = initramfsRecord.parse(await readFile(file, "utf8"), file);
    const difference = await firstDifference(record, await answersOf(root, keeping, context));
    if (difference === undefined) {
      await copyFile(join(path, initramfsFile), await root.hostPath(image));
      return "reused";
    }
    context.log(`an earlier initramfs is not used: ${difference} differs`);
  }
  if (number === mostCandidates) return unkept(`there are ${mostCandidates} like it`);
  const refusal = await refusedTrace(context.signal);
  if (refusal !== undefined) return unkept(refusal);

  await mkdir(keeping.workDirectory, { recursive: true });
  const trace = join(keeping.workDirectory, "trace");
  const before = rootStamps(root.path, changingDirectories(image));
  const directories = new Map<string, Stats>();
  for (const directory of changingDirectories(image)) {
    const stat = await root.stat(directory);
    if (stat !== undefined) directories.set(directory, stat);
  }
  return {
    traced: (command) => tracedCommand(command, trace),
    keep: async () => {
      const changed = changedPath(before, rootStamps(root.path, changingDirectories(image)), image);
      if (changed !== undefined) return void unkept(`dracut has changed ${changed}`);
      const made = await recordOf(
        await traceIn(trace),
        root,
        await answersOf(root, { ...keeping, before: directories }, context),
      );
      if ("reason" in made) return void unkept(made.reason);
      const directory = join(keeping.workDirectory, "kept");
      await mkdir(directory);
      await copyFile(await root.hostPath(image), join(directory, initramfsFile));
      await writeFile(join(directory, initramfsRecordFile), initramfsRecord.serialize(made.record));
      await asked({ ask: "keep-initramfs", wish, number, directory }, context);
    },
  };
}

async function asked(question: InitramfsQuestion, { ask }: Context) {
  return initramfsAnswerSchema.parse(await ask(question));
}

async function answersOf(
  root: RootDirectory,
  { image, wish, before = new Map() }: Keeping & { readonly before?: ReadonlyMap<string, Stats> },
  { signal }: Context,
) {
  return rootAnswers({ root: root.path, timestamp: wish.timestamp, image, before }, signal);
}

async function traceIn(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (!hasErrno(error, "ENOENT")) throw error;
    throw new DebootcError("internal-fault", "strace has written no trace", { cause: error });
  }
}

async function recordOf(trace: string, root: RootDirectory, answers: RootAnswers) {
  const read = tracedCalls(trace);
  if ("reason" in read) return read;
  const asked = touchedPaths(read.calls);
  if ("reason" in asked) return asked;
  const resolved = touchedPlaces(asked.touched, {
    kindAt: answers.kindAt,
    interpretersOf: (place) => interpretersOf(join(root.path, place)),
  });
  if ("reason" in resolved) return resolved;
  const { passed, seen, listed } = resolved.places;
  const told: Record<string, string> = {};
  for (const place of [...seen].sort()) told[place] = await answers.seen(place);
  const record = {
    passed: answered(passed, answers.passed),
    seen: told,
    listed: answered(listed, answers.listed),
  };
  return { record };
}

function answered(places: ReadonlySet<string>, answer: (place: string) => string): Record<string, string> {
  return Object.fromEntries([...places].sort().map((place) => [place, answer(place)]));
}
