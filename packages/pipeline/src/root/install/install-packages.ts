import { idsBeyond } from "@debootc/core/ids/ids-within";
import type { LockedIds } from "@debootc/core/lock/lock";
import { addPackages } from "@debootc/tools/apt/add-packages";
import { bootstrapRoot } from "@debootc/tools/apt/mmdebstrap";
import { copyTree } from "@debootc/tools/files/copy-tree";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rootGround } from "../../limits/root-ground.ts";
import type { OperationContext } from "../../worker/operation-context.ts";
import { withoutDocumentation } from "../packages/documentation-paths.ts";
import { watchPackages } from "../packages/watch-packages.ts";
import type { InstallPackagesRequest } from "./install-packages-request.ts";

const data = join(import.meta.dirname, "../../../data");

/**
 * Fills an empty directory with the packages of a plan, unpacked and configured: all at once, or on top of a copy of the
 * base. Throws `package-broken`, and as `ScriptGround` does.
 */
export async function installPackages(
  request: InstallPackagesRequest,
  context: OperationContext,
): Promise<void> {
  const { plan, names, base, pool, directory: root, workDirectory } = request;
  const ground = await rootGround(request, context);
  const hooks = join(workDirectory, "hooks");
  await mkdir(hooks, { recursive: true });
  await writeAnswers(plan.debconf, hooks);
  const answering = plan.debconf.length === 0 ? [] : [join(hooks, "answer-questions.sh")];
  await writeSeed(base === undefined ? plan.ids : idsBeyond(plan.ids, base.ids), hooks);
  const seeding = [join(hooks, "seed-accounts.sh")];
  if (base !== undefined) {
    context.report({ type: "progress", step: "copying the packages of the base" });
    await copyTree(base.path, root, context.signal);
  }
  const watch = await watchPackages(names.length, { node: "root", workDirectory }, context);
  await ground.within({ name: "packages", what: "the installation of the packages" }, async (limit) => {
    const installation = {
      ...{ limit, root, pool, hookDirectory: hooks, packages: names, statusFile: watch.statusFile },
      ...{ architecture: plan.architecture, timestamp: plan.timestamp, signal: context.signal },
      onLine: (line: string) => {
        context.log(line);
        watch.onLine(line);
      },
    };
    try {
      if (base !== undefined) await addPackages({ ...installation, hooks: [...seeding, ...answering] });
      else {
        await bootstrapRoot({
          ...installation,
          extractHooks: answering,
          essentialHooks: seeding,
          dpkgOptions: plan.documentation ? [] : withoutDocumentation,
        });
      }
    } catch (error) {
      throw await watch.explain(error);
    }
  });
}

async function writeSeed({ users, groups }: LockedIds, directory: string): Promise<void> {
  await copyFile(join(data, "seed-accounts.sh"), join(directory, "seed-accounts.sh"));
  const files = {
    passwd: users.map(
      ({ name, uid, gid, gecos, home, shell }) => `${name}:x:${uid}:${gid}:${gecos}:${home}:${shell}`,
    ),
    group: groups.map(({ name, gid }) => `${name}:x:${gid}:`),
    shadow: users.map(({ name }) => `${name}:!*:::::::`),
    gshadow: groups.map(({ name }) => `${name}:!::`),
  };
  for (const [name, lines] of Object.entries(files)) {
    await writeFile(join(directory, name), lines.map((line) => `${line}\n`).join(""));
  }
}

async function writeAnswers(answers: readonly string[], directory: string): Promise<void> {
  await copyFile(join(data, "answer-questions.sh"), join(directory, "answer-questions.sh"));
  await writeFile(join(directory, "answers"), answers.map((line) => `${line}\n`).join(""));
}
