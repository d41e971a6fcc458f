import { DebootcError } from "@debootc/core/error/debootc-error";
import { run } from "@debootc/tools/run";
import { existsSync } from "node:fs";
import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../repository/repository.ts";
import { type ImageRecipe, imageName, imageRecipe } from "./image-recipe.ts";

type Environment = Readonly<Record<string, string>>;

/** Authorities that this machine trusts, which Debian's package has not. */
const authorities = "/etc/ssl/certs/ca-certificates.crt";

/**
 * Returns the image in which jobs run: the given one, or one of Debian with what debootc needs, which is made once. Throws
 * `isolation-unavailable` if no engine answers, `tool-missing` without Docker's client or mmdebstrap, and `usage` if there is
 * no such image.
 */
export async function containerImage(given: string | undefined, env: Environment): Promise<string> {
  await askEngine(env);
  if (given !== undefined) {
    if (await hasImage(given, env)) return given;
    throw new DebootcError("usage", `there is no image ${given}; script/act pulls none`, {
      hint: `Pull it (docker pull ${given}), or leave out --image to have one made.`,
    });
  }
  const recipe = imageRecipe({
    packages: await readFile(join(repository, "script/packages.txt"), "utf8"),
    authorities: existsSync(authorities) ? await readFile(authorities, "utf8") : "",
  });
  const name = imageName(recipe);
  if (!(await hasImage(name, env))) await makeImage(name, recipe, env);
  return name;
}

async function askEngine(env: Environment): Promise<void> {
  const { exitCode, stderr } = await docker(["version", "--format", "{{.Server.Version}}"], env, "all");
  if (exitCode === 0) return;
  if (exitCode === 127)
    throw new DebootcError(
      "tool-missing",
      "cannot run jobs in containers: the program docker is not installed",
      {
        hint: "Run: apt-get install docker.io, and from Debian 13 on also docker-cli.",
      },
    );
  const reason = stderr.trim().split("\n").at(-1);
  throw new DebootcError(
    "isolation-unavailable",
    `cannot run jobs in containers: no engine answers: ${reason}`,
    {
      hint: "Start it as root: systemctl start docker, or dockerd by hand. DOCKER_HOST names the socket of another one. Without --container, jobs run on this machine itself.",
    },
  );
}

async function hasImage(name: string, env: Environment): Promise<boolean> {
  return (await docker(["image", "inspect", "--format", "{{.Id}}", "--", name], env, "all")).exitCode === 0;
}

async function makeImage(name: string, recipe: ImageRecipe, env: Environment): Promise<void> {
  console.error(`act: making the image ${name} of Debian ${recipe.suite}, which takes some minutes`);
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-act-image-"));
  const tar = join(work.path, "image.tar");
  await run({
    tool: "mmdebstrap",
    args: [
      ...["--quiet", "--variant=apt", `--include=${recipe.packages.join(",")}`],
      ...(recipe.authorities === "" ? [] : [`--customize-hook=upload ${authorities} ${authorities}`]),
      ...[recipe.suite, tar],
    ],
    env,
  });
  const changes = recipe.changes.flatMap((change) => ["--change", change]);
  await docker(["import", ...changes, tar, name], env);
}

async function docker(args: readonly string[], env: Environment, accept: readonly number[] | "all" = [0]) {
  return await run({ tool: "docker", args, env, accept });
}
