import { DebootcError } from "@debootc/core/error/debootc-error";
import { type OstreeBuild, parseOstreeBuild } from "@debootc/core/ostree/ostree-build";
import { run } from "../run.ts";
import { insideRoot } from "../sandbox/sandbox.ts";

/** Asks an ostree what it was built with: this machine's, or the one in a root file system. */
export async function readOstreeBuild(root?: string): Promise<OstreeBuild> {
  const command = { tool: "ostree", args: ["--version"] };
  const { stdout } = await run(root === undefined ? command : insideRoot(root, command));
  const build = parseOstreeBuild(stdout);
  if (build !== undefined) return build;
  throw new DebootcError("tool-failed", `ostree --version answered "${stdout.trim()}"`);
}
