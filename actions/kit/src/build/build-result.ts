import { DebootcError } from "@debootc/core/error/debootc-error";
import { fromErrorRecord } from "@debootc/core/error/error-record";
import { buildExitStatus, chainExitStatus } from "@debootc/core/mock-build/exit-status";
import type { BuildLogError } from "@debootc/core/mock-build/records/build-log-error";
import type { BuildResult } from "@debootc/core/mock-build/records/build-result";
import type { ChainPackage, ChainResult } from "@debootc/core/mock-build/records/chain-result";
import { formatBytes, formatSeconds } from "@debootc/core/text/amount";
import { code, folded, table } from "@debootc/core/text/markdown";
import type { ActionResult } from "../run/run-action.ts";
import { outputsOfBuild, outputsOfChain } from "./build-outputs.ts";

/** Turns the build of one package into what its step leaves; a failed one also has outputs, for the steps after it. */
export function buildActionResult({
  directory,
  result,
}: {
  readonly directory: string;
  readonly result: BuildResult;
}): ActionResult {
  const { failure, source, asked, artefacts, stages, proofs } = result;
  const title = source === undefined ? asked : `${source.name} ${source.version}`;
  const differs = proofs.filter(({ outcome }) => outcome === "different").length;
  const failed = failure === undefined ? undefined : fromErrorRecord(failure.error);
  const different =
    differs === 0
      ? undefined
      : new DebootcError("verification-differs", `${title} is built, but differs from its reference`);
  return {
    outputs: outputsOfBuild(directory, result),
    summary: text([
      `### ${code(title)}: ${result.status}`,
      ...firstError(failure?.firstError),
      "",
      ...(artefacts.length === 0
        ? []
        : table(
            ["file", "size"],
            artefacts.map(({ name, size }) => [code(name), formatBytes(size)]),
          )),
      "",
      ...folded(
        "How long it took",
        table(
          ["stage", "time", ""],
          stages.map(({ stage, seconds, outcome }) => [stage, formatSeconds(seconds), outcome]),
        ),
      ),
    ]),
    ...failing(buildExitStatus(result), failed ?? different),
  };
}

/** Turns the builds of several packages into what their step leaves. */
export function chainActionResult(
  { directory, result }: { readonly directory: string; readonly result: ChainResult },
  goesOn: boolean,
): ActionResult {
  const { packages } = result;
  const first = packages.find(({ error }) => error !== undefined);
  return {
    outputs: outputsOfChain(directory, result),
    summary: text(["### Packages", "", ...table(["package", "version", "", "time"], packages.map(row))]),
    ...failing(
      chainExitStatus(packages, goesOn),
      first?.error === undefined ? undefined : fromErrorRecord(first.error),
    ),
  };
}

function row({ name, version, outcome, seconds }: ChainPackage): string[] {
  return [code(name), code(version), outcome, seconds === undefined ? "" : formatSeconds(seconds)];
}

function firstError(error: BuildLogError | undefined): string[] {
  if (error === undefined) return [];
  const place = [error.file, error.line].filter((part) => part !== undefined).join(":");
  return ["", code([place, error.text].filter(Boolean).join(": "))];
}

function failing(status: number, error: DebootcError | undefined): Pick<ActionResult, "failure"> {
  if (status === 0) return {};
  return { failure: error ?? new DebootcError("internal-fault", `the build ended with status ${status}`) };
}

function text(lines: readonly string[]): string {
  return `${lines.join("\n")}\n\n`;
}
