import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/event/diagnostic";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { run } from "@debootc/tools/run";
import { insideRoot } from "@debootc/tools/sandbox";
import { closestWord } from "@debootc/core/treefile/closest-word";
import type { OperationContext } from "../worker/operation-context.ts";
import type { RootDirectory } from "./root-directory.ts";

const unitDirectories = ["/etc/systemd/system", "/usr/lib/systemd/system"];

/** Enables the treefile's units and sets its default target. Throws `unit-invalid` with every unit at fault. */
export async function enableUnits(
  root: RootDirectory,
  { units, defaultTarget }: Pick<ResolvedTreefile, "units" | "defaultTarget">,
  context: OperationContext,
): Promise<void> {
  const wanted = [...units, ...(defaultTarget === undefined ? [] : [defaultTarget])];
  if (wanted.length === 0) return;
  if (!(await root.exists("/usr/bin/systemctl"))) {
    throw new DebootcError(
      "unit-invalid",
      `units: systemd is not in the package set, so ${wanted.join(", ")} cannot be enabled`,
      {
        hint: "Add `systemd` to packages, or drop units and default-target.",
      },
    );
  }
  const diagnostics = (await Promise.all(units.map((unit) => checkUnit(root, unit, true)))).flat();
  if (defaultTarget !== undefined) diagnostics.push(...(await checkUnit(root, defaultTarget, false)));
  if (diagnostics.length > 0) {
    throw new DebootcError("unit-invalid", `${diagnostics.length} of the treefile's units cannot be used`, {
      diagnostics,
    });
  }

  const systemctl = (args: string[]) =>
    run(
      insideRoot(root.path, {
        tool: "systemctl",
        args,
        env: { SYSTEMD_OFFLINE: "1" },
        signal: context.signal,
        onLine: context.log,
      }),
    );
  if (units.length > 0) await systemctl(["enable", ...units]);
  if (defaultTarget !== undefined) await systemctl(["set-default", defaultTarget]);
}

async function checkUnit(root: RootDirectory, unit: string, toEnable: boolean): Promise<Diagnostic[]> {
  const key = toEnable ? "units" : "default-target";
  const file = await unitText(root, unit);
  if (file === undefined) {
    const known = (await Promise.all(unitDirectories.map((directory) => root.list(directory)))).flat();
    const near = closestWord(unit, known);
    return [
      {
        severity: "error",
        code: "unit-invalid",
        key,
        message: "no such unit in the image",
        given: unit,
        allowed:
          "a unit that a package ships or that add-files puts into /usr/lib/systemd/system or /etc/systemd/system",
        hint: near === undefined ? "Add the package that ships it." : `Did you mean ${near}?`,
      },
    ];
  }
  if (toEnable && !/^\[Install\]/m.test(file)) {
    return [
      {
        severity: "error",
        code: "unit-invalid",
        key,
        message: "the unit has no [Install] section, so enabling it does nothing",
        given: unit,
        hint: "Drop it from units (something else starts it), or add an [Install] section by a file of your own.",
      },
    ];
  }
  return [];
}

async function unitText(root: RootDirectory, unit: string): Promise<string | undefined> {
  const template = unit.replace(/@.+(\.[a-z]+)$/, "@$1");
  for (const directory of unitDirectories) {
    for (const name of [unit, template]) {
      const text = await root.readText(`${directory}/${name}`);
      if (text !== undefined) return text;
    }
  }
  return undefined;
}
