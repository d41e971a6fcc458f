import { DebootcError } from "@debootc/core/error/debootc-error";
import { makeStatusFile, readBrokenPackage } from "@debootc/tools/dpkg/package-status";
import { fullDiskError, fullDiskLine } from "@debootc/tools/full-disk";
import { join } from "node:path";
import type { OperationContext } from "../../worker/operation-context.ts";

/**
 * Follows dpkg: through its messages for progress, and through its status channel, which no package can write to, for the
 * package that broke. `workDirectory` gets the file of that channel.
 */
export async function watchPackages(
  count: number,
  { node, workDirectory }: { readonly node: string; readonly workDirectory: string },
  { report }: OperationContext,
) {
  const statusFile = await makeStatusFile(join(workDirectory, "package-status"));
  let done = 0;
  const tail: string[] = [];
  return {
    statusFile,
    onLine(line: string): void {
      tail.push(line);
      if (tail.length > 20) tail.shift();
      const step = /^(Unpacking|Setting up) ([^\s:]+)/.exec(line);
      if (step) {
        done += 1;
        const doing = step[1] === "Unpacking" ? "unpacking" : "configuring";
        report({ type: "progress", step: `${doing} ${step[2]}`, done, total: 2 * count, unit: "steps" });
      }
    },
    async explain(error: unknown): Promise<unknown> {
      if (!(error instanceof DebootcError) || error.code !== "tool-failed") return error;
      const broken = await readBrokenPackage(statusFile);
      if (broken !== undefined && fullDiskLine(broken.reason) !== undefined)
        return fullDiskError("dpkg", `${broken.name}: ${broken.reason}`);
      const said = tail.filter((line) => !/^I: |^W: /.test(line)).slice(-12);
      return new DebootcError(
        broken ? "package-broken" : "chroot-failed",
        `${broken ? `the package ${broken.name} could not be installed: ${broken.reason}` : "mmdebstrap failed"}${ending(said)}`,
        {
          hint: broken
            ? `The log of the node \`${node}\` has the whole output. Leave the package out, or lock another version of it.`
            : `The log of the node \`${node}\` has the whole output.`,
          cause: error,
        },
      );
    },
  };
}

/** Quotes the last lines that were printed, whoever printed them. */
function ending(lines: readonly string[]): string {
  return lines.length === 0 ? "" : `\nThe last lines of the output:\n  ${lines.join("\n  ")}`;
}
