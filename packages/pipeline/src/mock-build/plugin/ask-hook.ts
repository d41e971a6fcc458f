import type { RootHookName } from "./api.ts";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { type BuildView, buildSandbox } from "@debootc/tools/build-sandbox";
import { run, runStream } from "@debootc/tools/run";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { Transform } from "node:stream";
import { createZstdCompress } from "node:zlib";
import type { OperationContext } from "../../worker/operation-context.ts";
import type { HookDetails } from "./api.ts";
import { hookReplySchema, type RootAction, type RootOutcome } from "./hook-talk.ts";

/** The root that hooks act in, as the build sees it. */
export type HookRoot = Pick<BuildView, "root" | "binds" | "tmpfs" | "env">;

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
  if (context.ask === undefined) return;
  let question: object = { hook: name, details };
  for (;;) {
    const reply = hookReplySchema.parse(await context.ask(question));
    if (reply.kind === "over") return;
    question = { did: await perform(reply.action, root, context) };
  }
}

const everyStatus = Array.from({ length: 256 }, (_, status) => status);

async function perform(action: RootAction, root: HookRoot, context: OperationContext): Promise<RootOutcome> {
  try {
    if (action.kind === "run") return await runInside(action, root, context);
    await copyOut(action, root, context);
    return { kind: "copied" };
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
    ...buildSandbox({ ...root, user, network: "none", cwd: directory }, command),
    ...(input === undefined ? {} : { input }),
    accept: everyStatus,
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
      { ...root, user: "builder", network: "none" },
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
