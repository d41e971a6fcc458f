import { checkClosure } from "@debootc/core/lock/closure/check-closure";
import { membersOfIndex } from "@debootc/core/lock/closure/members-of-index";
import type { LockedIds } from "@debootc/core/lock/lock";
import { bootstrapRoot } from "@debootc/tools/apt/mmdebstrap";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "../../worker/operation-context.ts";
import { refuseUnplannedPackages } from "./refuse-unplanned-packages.ts";
import { rootGround } from "../../limits/root-ground.ts";
import { withoutDocumentation } from "../packages/documentation-paths.ts";
import type { InstallPackagesRequest } from "./install-packages-request.ts";
import { makePackagePool } from "../packages/package-pool.ts";
import { watchPackages } from "../packages/watch-packages.ts";

const data = join(import.meta.dirname, "../../../data");

/**
 * Fills an empty directory with the locked packages, unpacked and configured. Throws `dependency-unmet` for packages that
 * `closure` refuses, `package-broken`, and as `ScriptGround` does.
 */
export async function installPackages(
  request: InstallPackagesRequest,
  context: OperationContext,
): Promise<void> {
  const { plan, packages, directory, workDirectory } = request;
  refuseUnplannedPackages(plan, packages);
  const ground = await rootGround(request, context);
  const pool = join(workDirectory, "pool");
  const hooks = join(workDirectory, "hooks");
  context.report({ type: "progress", step: "indexing the locked packages" });
  await makePackagePool(packages, request.debsDirectory, pool, context.signal);
  const index = await readFile(join(pool, "Packages"), "utf8");
  checkClosure(membersOfIndex(index), request.closure, context.report);
  await writeSeed(plan.ids, hooks);
  await writeAnswers(plan.debconf, hooks);

  const watch = await watchPackages(packages.length, { node: "root", workDirectory }, context);
  await ground.within({ name: "packages", what: "the installation of the packages" }, async (limit) => {
    try {
      await bootstrapRoot({
        limit,
        root: directory,
        pool,
        extractHooks: plan.debconf.length === 0 ? [] : [join(hooks, "answer-questions.sh")],
        essentialHooks: [join(hooks, "seed-accounts.sh")],
        hookDirectory: hooks,
        architecture: plan.architecture,
        packages: packages.map(({ name }) => name),
        dpkgOptions: plan.documentation ? [] : withoutDocumentation,
        timestamp: plan.timestamp,
        statusFile: watch.statusFile,
        signal: context.signal,
        onLine: (line) => {
          context.log(line);
          watch.onLine(line);
        },
      });
    } catch (error) {
      throw await watch.explain(error);
    }
  });
}

async function writeSeed({ users, groups }: LockedIds, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
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
