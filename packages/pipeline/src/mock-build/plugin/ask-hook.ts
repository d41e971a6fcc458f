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
 * Gives plugins their turn in this worker's root, and does there what they ask for, without network. Throws
 * `plugin-failed` if a required one fails.
 */
export async function askHook<Name extends RootHookName>(
  name: Name,
  details: HookDetails[Name],
  root: HookRoot,
  context: OperationContext,
): Promise<void> {
  await serveRoot({ hook: name, details }, root, context);
}

/** Tells debootc that a root is ready, and performs actions in it until no more are asked for. */
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

/** Bytes that a plugin may copy out of a root at once. A core dump may be larger; that is then reported. */
const mostBytes = 4 * 1024 ** 3;

/** Copies as `builder`, who sees only what the build may see; packs links as links. */
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
      done(new DebootcError("plugin-failed", `cannot copy more than ${mostBytes} bytes out of the root`));
    },
  });
  try {
    await pipeline(tar.stdout, bounded, createZstdCompress(), createWriteStream(target));
    await tar.done;
  } finally {
    tar.kill();
  }
}
