import { DebootcError } from "@debootc/core/error/debootc-error";
import { findTool } from "@debootc/tools/find-tool";
import { run } from "@debootc/tools/run";
import { lastWords } from "@debootc/tools/tool-error";
import { hostTool } from "@debootc/tools/sandbox/sandbox";
import {
  inUserNamespace,
  readUserNamespaceSettings,
  userNamespaceObstacles,
} from "@debootc/tools/sandbox/user-namespace";
import { privilegeOf } from "./privilege-of.ts";
import type { Privilege } from "./run-privileged.ts";

/**
 * Chooses the strongest right to work on roots that the user has here: root; sudo that asks for no password; a user namespace
 * with subordinate ids, in which the whole sandbox is tried once. Throws `isolation-unavailable` with what is missing.
 */
export async function choosePrivilege(owner: Privilege["owner"]): Promise<Privilege> {
  const privilege = privilegeOf(owner);
  if (privilege.isRoot) return privilege;
  const sudo = await trySudo();
  if (sudo === undefined) return privilege;
  const namespace = await tryUserNamespace(owner);
  if (namespace === undefined) return { ...privilege, userNamespace: true };
  throw new DebootcError(
    "isolation-unavailable",
    `the root of a Debian system cannot be made here:\n  as root: debootc was started by a user\n  with sudo: ${sudo}\n  in a user namespace: ${namespace}`,
    {
      hint: "Any one of them will do: run debootc as root, or `sudo true` first, or remove what stands in the way.",
    },
  );
}

/** Returns why sudo does not work; undefined when it does. */
async function trySudo(): Promise<string | undefined> {
  if ((await findTool("sudo")) === undefined) return "it is not installed";
  try {
    await run({ tool: "sudo", args: ["--non-interactive", "--", "true"], timeoutSeconds: 30 });
    return undefined;
  } catch (error) {
    return lastWords(error);
  }
}

async function tryUserNamespace(owner: Privilege["owner"]): Promise<string | undefined> {
  const obstacles = userNamespaceObstacles(await readUserNamespaceSettings(owner));
  if (obstacles.length > 0) return obstacles.join("; ");
  const trial = hostTool("/trial", { tool: "true", args: [] });
  const words = [...inUserNamespace, "unshare", "--mount", "--net", "--", trial.tool, ...trial.args];
  try {
    await run({ ...trial, tool: words[0] ?? "", args: words.slice(1), timeoutSeconds: 30 });
    return undefined;
  } catch (error) {
    return lastWords(error);
  }
}
