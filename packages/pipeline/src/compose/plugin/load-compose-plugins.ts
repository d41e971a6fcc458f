import type { PluginFile, PluginStep } from "@debootc/core/compose-file/plugin-files";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { composePhases, composeSteps, isStepName } from "@debootc/core/phase/compose-steps";
import { countOf } from "@debootc/core/text/amount";
import { closestWord } from "@debootc/core/text/closest-word";
import { quoted } from "@debootc/core/text/quoted";
import { checkGraph } from "../../engine/check-graph.ts";
import { type ComposePlugin, type PluginNode, records } from "./compose-api.ts";
import { loadPluginFile } from "./load-plugin-file.ts";

/** Is a plugin whose form is right, and whose nodes fit those of all others. */
export interface LoadedComposePlugin extends ComposePlugin {
  readonly file: string;
}

interface Named {
  readonly files: readonly PluginFile[];
  /** Steps that must be there, because the compose file says something about them. */
  readonly steps: readonly PluginStep[];
}

/**
 * Loads the plugins of a compose: their code runs with the rights of this process. Throws `plugin-invalid` with all that is
 * wrong with any of them, each at the place that names it.
 */
export async function loadComposePlugins({ files, steps }: Named): Promise<readonly LoadedComposePlugin[]> {
  const problems: Diagnostic[] = [];
  const loaded: LoadedComposePlugin[] = [];
  const owners = new Map<string, string>();
  for (const named of files) {
    const report = (fault: Pick<Diagnostic, "message" | "hint" | "allowed">) =>
      problems.push({
        severity: "error",
        code: "plugin-invalid",
        file: named.file,
        ...named.origin,
        ...fault,
      });
    try {
      const plugin = await loadPluginFile(named.file);
      for (const { leaves } of plugin.nodes) {
        const fault = nameFault(leaves.id, owners.get(leaves.id));
        if (fault !== undefined) report({ ...fault, message: `the plugin ${plugin.name}: ${fault.message}` });
        owners.set(leaves.id, plugin.name);
      }
      loaded.push({ ...plugin, file: named.file });
    } catch (error) {
      if (!(error instanceof DebootcError)) throw error;
      report({ message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) });
    }
  }
  if (problems.length === 0) problems.push(...graphFaults(loaded), ...steps.flatMap(missingStep(owners)));
  if (problems.length > 0)
    throw new DebootcError(
      "plugin-invalid",
      `the plugins of the compose have ${countOf(problems.length, "error")}`,
      {
        diagnostics: problems,
        hint: "Fix them; docs/compose-plugins.md shows a complete plugin.",
      },
    );
  return loaded;
}

function nameFault(
  step: string,
  owner: string | undefined,
): Pick<Diagnostic, "message" | "allowed" | "hint"> | undefined {
  if (!isStepName(step))
    return {
      message: `${quoted(step)} cannot name a step`,
      allowed: "lower-case letters, digits and `-`, at most 40, beginning with a letter",
    };
  const isTaken = Object.hasOwn(composeSteps, step) || composePhases.some((phase) => phase === step);
  if (!isTaken && owner === undefined) return undefined;
  const by = isTaken ? "debootc itself" : `the plugin ${owner}`;
  return { message: `${quoted(step)} is a name that ${by} has`, hint: "Give the step another name." };
}

/** Says what is wrong with the nodes of all plugins together: what they read must be there, and none wait for each other. */
function graphFaults(plugins: readonly LoadedComposePlugin[]): Diagnostic[] {
  try {
    checkGraph(
      plugins.flatMap(({ nodes }) => nodes.map(wired)),
      ({ id }) => Object.hasOwn(records, id),
    );
    return [];
  } catch (error) {
    if (!(error instanceof DebootcError)) throw error;
    const allowed = `${Object.keys(records).join(", ")}, and what plugins leave`;
    return [{ severity: "error", code: "plugin-invalid", message: `plugins: ${error.message}`, allowed }];
  }
}

function wired({ leaves, reads, after = {}, ifMade = {} }: PluginNode) {
  const slotsOf = (slots: PluginNode["reads"]) => Object.values(slots).filter((slot) => slot !== undefined);
  return { id: leaves.id, reads: slotsOf(reads), after: [...slotsOf(after), ...slotsOf(ifMade)] };
}

function missingStep(owners: ReadonlyMap<string, string>) {
  return ({ step, origin }: PluginStep): Diagnostic[] => {
    if (owners.has(step)) return [];
    const known = [...owners.keys()];
    const near = closestWord(step, known);
    const message = `no plugin has a step ${quoted(step)}`;
    const hint = near === undefined ? "Correct it, or remove it." : `Did you mean \`${near}\`?`;
    return [
      { severity: "error", code: "plugin-invalid", ...origin, message, allowed: known.join(", "), hint },
    ];
  };
}
