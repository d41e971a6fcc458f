import type { DoctorFinding } from "@debootc/core/doctor/doctor-report";
import { findTool } from "@debootc/tools/find-tool";
import { packageOfTool } from "@debootc/tools/debian-package";
import { run } from "@debootc/tools/run";

/** The oldest versions that debootc is tested with: those of Debian 12. */
const oldestVersions: Readonly<Record<string, string>> = {
  bwrap: "0.8.0",
  mmdebstrap: "1.3.5",
  ostree: "2022.7",
};

/** Finds which of the programs that debootc starts are installed. Root needs no sudo. */
export async function toolFindings(isRoot: boolean): Promise<DoctorFinding[]> {
  const tools = Object.keys(packageOfTool).filter((tool) => tool !== "sudo" || !isRoot);
  return Promise.all(
    tools.map(async (tool) => judgeTool(tool, await findTool(tool), await versionText(tool))),
  );
}

/** Judges one program by its path and, where the version matters, by the output of `--version`. */
export function judgeTool(
  tool: string,
  path: string | undefined,
  versionText: string | undefined,
): DoctorFinding {
  const finding = { id: `tool:${tool}`, title: tool };
  const debianPackage = packageOfTool[tool] ?? tool;
  if (path === undefined) {
    return {
      ...finding,
      state: "lacking",
      detail: "not installed",
      hint:
        tool === "sudo"
          ? "Run debootc as root, or let root install sudo and let you use it."
          : `Run script/setup, or: apt-get install ${debianPackage}`,
      code: "tool-missing",
    };
  }
  const oldest = oldestVersions[tool];
  if (oldest === undefined) return { ...finding, state: "ok", detail: path };
  const version = parseVersion(versionText ?? "");
  if (version === undefined) {
    return {
      ...finding,
      state: "lacking",
      detail: `${path} does not report its version`,
      hint: `Reinstall Debian's package: apt-get install --reinstall ${debianPackage}`,
      code: "tool-failed",
    };
  }
  if (!isAtLeast(version, oldest)) {
    return {
      ...finding,
      state: "lacking",
      detail: `${version} is too old: ${oldest} or newer is needed`,
      hint: `Use Debian 12 or newer, or install a newer ${debianPackage} from backports.`,
      code: "tool-missing",
    };
  }
  return { ...finding, state: "ok", detail: version };
}

/** Finds the first dotted number in a program's output: `mmdebstrap 1.3.5`, `Version: '2022.7'`. */
export function parseVersion(text: string): string | undefined {
  return /\d+(?:\.\d+)+/.exec(text)?.[0];
}

/** Compares dotted numbers; a missing part counts as 0. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [have, need] = [version, oldest].map((text) => text.split(".").map(Number)) as [number[], number[]];
  for (let part = 0; part < need.length; part += 1) {
    const difference = (have[part] ?? 0) - (need[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

async function versionText(tool: string): Promise<string | undefined> {
  if (!(tool in oldestVersions) || (await findTool(tool)) === undefined) return undefined;
  // A program that fails even at this is reported as one that does not report its version.
  const outcome = await run({ tool, args: ["--version"], timeoutSeconds: 20 }).catch(() => undefined);
  return outcome?.stdout;
}
