import { join } from "node:path";
import type { Outcome } from "../run.ts";
import {
  type Installation,
  installationEnv,
  installedRoot,
  runInstallation,
} from "./package-installation.ts";

const script = join(import.meta.dirname, "../../data/add-packages.sh");

/**
 * Unpacks and configures packages in a root that `bootstrapRoot` made, with the options that are kept there, inside the sandbox:
 * those that are named and not there yet. `hooks` are executables that get the root as argument and run before.
 */
export async function addPackages(
  installation: Installation & { readonly hooks: readonly string[] },
): Promise<Outcome> {
  const { hooks, architecture, packages } = installation;
  const target = "/run/add-packages.sh";
  const command = {
    tool: target,
    args: [installedRoot, architecture, ...hooks, "--", ...packages],
    env: installationEnv(installation),
  };
  return runInstallation(command, installation, [{ source: script, target }]);
}
