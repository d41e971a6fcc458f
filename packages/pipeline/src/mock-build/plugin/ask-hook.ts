import type { RootHookName } from "./api.ts";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { buildSandbox } from "@debootc/tools/sandbox/build-sandbox";
import { run, runStream } from "@debootc/tools/run";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { Transform } from "node:stream";
import { createZstdCompress } from "node:zlib";
import type { OperationContext } from "../../worker/operation-context.ts";
import type { HookDetails } from "./api.ts";
import type { HookRoot } from "./hook-root.ts";
import { hookReplySchema, type RootAction, type RootOutcome } from "./hook-talk.ts";

/**
 * Lets plugins have their turn in a root that this worker has, and does there what they want, without a network. Throws
 * `plugin-failed` for one that is required.
 */
export async function askHook<Name extends RootHookName>(
  name: Name,
  details: HookDetails[Name],
  root: HookRoot,
  context: OperationContext,
): Promise<void> {
  await serveRoot({ hook: name, details }, root, context);
}

/** Tells debootc that a root is there, and does in it what is wanted until nothing is. */
export async function serveRoot(begin: object, root: HookRoot, context: OperationContext): Promise<void> {
  if (context.ask === undefined) return;
  let question = begin;
  for (;;) {
    const reply = hookReplySchema.parse(await context.ask(question));
    if (reply.kind === "over") return;
    question = { did: await perform(reply.action, root, context) };
  }
}

async function perform(action: RootAction, root: HookRoot, context: OperationContext): Promise<RootOutcome> {
  try {
    switch (action.kind) {
      case "run":
        return await runInside(action, root, context);
      case "copy-out":
        await copyOut(action, root, context);
        return { kind: "done" };
      case "watch-opens":
        await root.watchOpens();
        return { kind: "done" };
      case "opened-files":
        return { kind: "opened", paths: [...(await root.openedFiles())] };
    }
  } catch (error) {
    if (context.signal.aborted) throw error;
    return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

async function runInside(
  { tool, args, user, directory, environment, input, timeoutSeconds }: Extract<RootAction, { kind: "run" }>,
  root: HookRoot,
  { signal }: OperationContext,
): Promise<RootOutcome> {
  const command = { tool, args, env: environment };
  const { stdout, stderr, exitCode } = await run({
    ...buildSandbox({ ...root.view, user, network: "none", cwd: directory }, command),
    ...(input === undefined ? {} : { input }),
    accept: "all",
    signal,
    timeoutSeconds,
  });
  return { kind: "ran", stdout, stderr, exitStatus: exitCode };
}

/** What a plugin may take out of a root at once; a core dump may be larger, and is then told of. */
const mostBytes = 4 * 1024 ** 3;

/** As `builder`, who sees what the build may see; links are packed as links. */
async function copyOut(
  { target, paths, timeoutSeconds }: Extract<RootAction, { kind: "copy-out" }>,
  root: HookRoot,
  { signal }: OperationContext,
): Promise<void> {
  const tar = runStream({
    ...buildSandbox(
      { ...root.view, user: "builder", network: "none" },
      {
        tool: "tar",
        args: [
          "--create",
          "--file=-",
          "--null",
          "--files-from=-",
          "--ignore-failed-read",
          "--warning=no-file-changed",
        ],
      },
    ),
    input: paths.join("\0"),
    accept: [0, 1, 2],
    signal,
    timeoutSeconds,
  });
  let bytes = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= mostBytes) return done(null, chunk);
      done(
        new DebootcError("plugin-failed", `more than ${mostBytes} bytes were to be copied out of the root`),
      );
    },
  });
  try {
    await pipeline(tar.stdout, bounded, createZstdCompress(), createWriteStream(target));
    await tar.done;
  } finally {
    tar.kill();
  }
}
