import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/event/diagnostic";
import { secondsOf } from "@debootc/core/mock-build/chroot/limit-text";
import type { LoadedChroot } from "@debootc/core/mock-build/chroot/load-chroot";
import { schemaFaults } from "@debootc/core/treefile/schema-faults";
import type { Fault } from "@debootc/core/treefile/treefile-file";
import * as z from "zod";
import { commonOptionsSchema } from "./common-options.ts";
import { loadPlugin } from "./load-plugin.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";

interface Trust {
  /** Where npm packages are looked for after the directories of the files that name them. */
  readonly directories: readonly string[];
  /** Directories of the source packages: nothing that acts on this machine comes from there. */
  readonly untrusted: readonly string[];
}

/**
 * Loads the plugins that a chroot's configuration switches on, and checks their options. Throws `chroot-invalid` with
 * everything that is wrong with any of them.
 */
export async function loadPlugins(
  loaded: Pick<LoadedChroot, "chroot" | "directoriesOfPlugin" | "pluginProblems">,
  { directories, untrusted }: Trust,
): Promise<readonly LoadedPlugin[]> {
  const problems: Diagnostic[] = [];
  const plugins: LoadedPlugin[] = [];
  for (const [name, given] of Object.entries(loaded.chroot.plugins)) {
    const report = (faults: readonly Fault[]) => problems.push(...loaded.pluginProblems(name, faults));
    try {
      const from = new Set([...loaded.directoriesOfPlugin(name), ...directories]);
      const search = { directories: [...from], untrusted };
      const { plugin, code } = await loadPlugin(name, search);
      const { required, timeout, ...own } = given;
      const common = faultsOf(commonOptionsSchema, { required, timeout });
      const faults = [...common, ...faultsOf(plugin.options ?? z.strictObject({}), own)];
      report(faults);
      if (faults.length > 0) continue;
      plugins.push({
        name,
        plugin,
        options: plugin.options?.parse(own),
        required: required === true,
        timeoutSeconds:
          (typeof timeout === "string" ? secondsOf(timeout) : undefined) ?? plugin.timeoutSeconds ?? 300,
        ...(code === undefined ? {} : { code }),
      });
    } catch (error) {
      if (!(error instanceof DebootcError)) throw error;
      // A plugin from a wrong place is no mistake in a text.
      if (error.code === "trust-refused") throw error;
      const { message, hint } = error;
      report([{ path: [], atKey: true, message, ...(hint === undefined ? {} : { hint }) }]);
    }
  }
  if (problems.length === 0) return plugins;
  const count = problems.length === 1 ? "1 error" : `${problems.length} errors`;
  throw new DebootcError("chroot-invalid", `the plugins of the chroot ${loaded.chroot.name} have ${count}`, {
    diagnostics: problems,
    hint: "Correct them; docs/mock-plugins.md tells of every plugin that is shipped.",
  });
}

function faultsOf(schema: z.core.$ZodType, value: Readonly<Record<string, unknown>>): readonly Fault[] {
  const given = Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
  return schemaFaults(schema, given, [], () => undefined);
}
