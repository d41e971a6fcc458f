import type { LockedIds, LockedPackage } from "@debootc/core/lock/lock";
import { bootstrapRoot } from "@debootc/tools/apt/mmdebstrap";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "../../worker/operation-context.ts";
import type { ScriptGround } from "../../limits/script-ground.ts";
import { makePackagePool } from "./package-pool.ts";
import { watchPackages } from "./watch-packages.ts";

interface Installation {
  readonly root: string;
  readonly packages: readonly LockedPackage[];
  readonly architecture: string;
  readonly debsDirectory: string;
  readonly workDirectory: string;
  readonly timestamp: number;
  readonly seed: LockedIds;
  /** Lines of debconf-set-selections(1). */
  readonly answers: readonly string[];
  /** Further options of dpkg, for this installation alone. */
  readonly dpkgOptions: readonly string[];
}

const data = join(import.meta.dirname, "../../../data");

/** Fills an empty directory with the locked packages, unpacked and configured. Throws `package-broken`, and as
 * `ScriptGround` does. */
export async function installPackages(
  installation: Installation,
  ground: ScriptGround,
  context: OperationContext,
): Promise<void> {
  const { packages, workDirectory, timestamp } = installation;
  const pool = join(workDirectory, "pool");
  const hooks = join(workDirectory, "hooks");
  context.report({ type: "progress", step: "indexing the locked packages" });
  await makePackagePool(packages, installation.debsDirectory, pool, context.signal);
  await writeSeed(installation.seed, hooks);
  await writeAnswers(installation.answers, hooks);

  const watch = await watchPackages(packages.length, { node: "root", workDirectory }, context);
  await ground.within({ name: "packages", what: "the installation of the packages" }, async (limit) => {
    try {
      await bootstrapRoot({
        limit,
        root: installation.root,
        pool,
        extractHooks: installation.answers.length === 0 ? [] : [join(hooks, "answer-questions.sh")],
        essentialHooks: [join(hooks, "seed-accounts.sh")],
        hookDirectory: hooks,
        architecture: installation.architecture,
        packages: packages.map(({ name }) => name),
        dpkgOptions: installation.dpkgOptions,
        timestamp,
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
