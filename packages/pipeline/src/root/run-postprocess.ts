import { DebootcError } from "@debootc/core/error/debootc-error";
import { run } from "@debootc/tools/run";
import { insideRoot } from "@debootc/tools/sandbox/sandbox";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ScriptGround } from "../limits/script-ground.ts";
import type { OperationContext } from "../worker/operation-context.ts";

interface Scripts {
  readonly root: string;
  /** Each with its `file:line`, for messages. */
  readonly scripts: readonly { readonly script: string; readonly origin: string }[];
  readonly workDirectory: string;
  readonly timestamp: number;
}

/** Runs the treefile's scripts one after the other in the root, without network. Throws `script-failed`, and as
 * `ScriptGround` does. */
export async function runPostprocess(
  { root, scripts, workDirectory, timestamp }: Scripts,
  ground: ScriptGround,
  context: OperationContext,
): Promise<void> {
  await mkdir(workDirectory, { recursive: true });
  for (const [index, { script, origin }] of scripts.entries()) {
    context.report({
      type: "progress",
      step: `postprocess script of ${origin}`,
      done: index,
      total: scripts.length,
      unit: "steps",
    });
    const file = join(workDirectory, `postprocess-${index}`);
    await writeFile(file, script);
    await chmod(file, 0o755);
    const inside = "/run/debootc-postprocess";
    const last: string[] = [];
    const what = `the postprocess script of ${origin}`;
    await ground.within({ name: `postprocess-${index}`, what }, async (limit) => {
      const command = insideRoot(
        root,
        {
          tool: inside,
          args: [],
          env: { SOURCE_DATE_EPOCH: String(timestamp), HOME: "/root" },
          signal: context.signal,
          onLine: (line) => {
            context.log(line);
            last.push(line);
            if (last.length > shownLines) last.shift();
          },
        },
        { binds: [{ source: file, target: inside }] },
      );
      try {
        await run(limit(command));
      } catch (error) {
        if (!(error instanceof DebootcError) || error.code === "cancelled") throw error;
        throw failureOf({ script, origin, last }, error);
      }
    });
  }
}

const shownLines = 12;

function failureOf(
  { script, origin, last }: { script: string; origin: string; last: readonly string[] },
  cause: DebootcError,
): DebootcError {
  const interpreter = /^#!\s*(\S+)/.exec(script)?.[1];
  // A script that runs could print the same.
  const isUnstarted = last.length === 1 && last[0]?.startsWith("bwrap: execvp");
  if (interpreter !== undefined && isUnstarted === true) {
    return new DebootcError(
      "script-failed",
      `${origin}: the postprocess script cannot be started: the image has no working ${interpreter}`,
      { hint: "Add the package that ships it, or write the script for /bin/sh.", cause },
    );
  }
  return new DebootcError(
    "script-failed",
    `${origin}: the postprocess script failed${last.length === 0 ? "" : `:\n  ${last.join("\n  ")}`}`,
    {
      hint: "It runs in the root as root, without network, with the interpreter its first line names.",
      cause,
    },
  );
}
