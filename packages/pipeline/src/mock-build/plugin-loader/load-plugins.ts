import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { secondsOf } from "@debootc/core/document/limit-text";
import type { LoadedChroot, UncheckedChroot } from "@debootc/core/mock-build/chroot/load-chroot";
import { closestWord } from "@debootc/core/text/closest-word";
import { schemaFaults } from "@debootc/core/document/schema-faults";
import type { Fault } from "@debootc/core/document/document-file";
import * as z from "zod";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import { commonOptionsSchema } from "./common-options.ts";
import { builtInPlugins } from "./built-in-plugins.ts";
import { isPluginThere, loadPlugin } from "./load-plugin.ts";
import type { LoadedPlugin } from "../plugin/loaded-plugin.ts";

interface Trust {
  /** Searched for npm packages after the directories of the files that name them. */
  readonly directories: ConfigurationDirectories;
  /** Paths of source packages: nothing that acts on this machine may come from one. */
  readonly sources: readonly string[];
}

/**
 * Loads the plugins that a chroot's configuration enables and checks their options. Throws `trust-refused`, and
 * `chroot-invalid` with everything that is wrong with the configuration or a plugin, because whoever fixes a file wants
 * to see it all.
 */
export async function loadPlugins(
  unchecked: UncheckedChroot,
  { directories: { site, user }, sources }: Trust,
): Promise<{ readonly loaded: LoadedChroot; readonly plugins: readonly LoadedPlugin[] }> {
  const problems: Diagnostic[] = [];
  const plugins: LoadedPlugin[] = [];
  // Never the current directory, which is often the source package.
  const directoriesOf = (name: string) => [...new Set([...unchecked.directoriesOfPlugin(name), user, site])];
  for (const [name, given] of Object.entries(unchecked.plugins)) {
    const report = (faults: readonly Fault[]) => problems.push(...unchecked.pluginProblems(name, faults));
    const { required, timeout, ...own } = given;
    const common = faultsOf(commonOptionsSchema, { required, timeout });
    report(common);
    try {
      const { plugin, code } = await loadPlugin(name, {
        directories: directoriesOf(name),
        untrusted: sources,
      });
      const faults = faultsOf(plugin.options ?? z.strictObject({}), own);
      report(faults);
      if (common.length + faults.length > 0) continue;
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
      // A plugin from a forbidden place is not a mistake in the file.
      if (error.code === "trust-refused") throw error;
      const { message, hint } = error;
      report([{ path: [], atKey: true, message, ...(hint === undefined ? {} : { hint }) }]);
    }
  }
  for (const name of unchecked.pluginsOffInVain) {
    const known = [...Object.keys(builtInPlugins), ...Object.keys(unchecked.plugins)];
    const near = isPluginThere(name, directoriesOf(name)) ? undefined : closestWord(name, known);
    // A name that resembles no other may belong to a plugin that is not installed everywhere.
    if (near === undefined) continue;
    const message = `cannot switch off ${name}: there is no such plugin`;
    problems.push(
      ...unchecked.pluginProblems(name, [{ path: [], atKey: true, message, hint: `Did you mean ${near}?` }]),
    );
  }
  return { loaded: unchecked.accept(problems), plugins };
}

function faultsOf(schema: z.core.$ZodType, value: Readonly<Record<string, unknown>>): readonly Fault[] {
  const given = Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
  return schemaFaults(schema, given, [], () => undefined);
}
