import { DebootcError } from "@debootc/core/error/debootc-error";
import type { OperationContext } from "../../worker/operation-context.ts";

/** Follows dpkg through its messages: for progress, and to name the package that broke. */
export function watchPackages(count: number, node: string, { report }: OperationContext) {
  let done = 0;
  let broken: string | undefined;
  const tail: string[] = [];
  return {
    onLine(line: string): void {
      tail.push(line);
      if (tail.length > 20) tail.shift();
      const step = /^(Unpacking|Setting up) ([^\s:]+)/.exec(line);
      if (step) {
        done += 1;
        const doing = step[1] === "Unpacking" ? "unpacking" : "configuring";
        report({ type: "progress", step: `${doing} ${step[2]}`, done, total: 2 * count, unit: "steps" });
      }
      broken ??= /^dpkg: error processing (?:package|archive) (\S+)/.exec(line)?.[1];
    },
    explain(error: unknown): unknown {
      if (!(error instanceof DebootcError) || error.code !== "tool-failed") return error;
      const said = tail.filter((line) => !/^I: |^W: /.test(line)).slice(-12);
      return new DebootcError(
        broken ? "package-broken" : "chroot-failed",
        `${broken ? `the package ${broken} could not be installed` : "mmdebstrap failed"}:\n  ${said.join("\n  ")}`,
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
