import { followedReference } from "@debootc/core/registry/followed-reference";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../run.ts";
import { insideRoot } from "../sandbox/sandbox.ts";
import { checkDeployedImage } from "./check-deployed-image.ts";

/** Names an image twice: where it is, and where a system that has it looks for the next one. */
export interface FollowedImage {
  /** Directory of the OCI layout. */
  readonly layout: string;
  readonly tag: string;
  /** REGISTRY/NAME:TAG. */
  readonly follows: string;
}

interface ImageDeployment {
  /** Has the physical root as `sysroot`, and a copy of the tree in the image as `tree`, which is changed. */
  readonly directory: string;
  readonly image: FollowedImage;
  readonly stateroot: string;
  readonly kernelArguments: readonly string[];
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

const layoutInside = "/run/image";
const homeInside = "/run/home";

/**
 * Deploys an image into a physical root by the tree's own bootc, as if the system had fetched it from the registry that it
 * follows: an upgrade fetches only layers that are new. Returns the path of the deployment. Throws `boot-unsupported` if
 * bootc does not deploy it, or the system would follow another one.
 */
export async function deployImage(deployment: ImageDeployment): Promise<string> {
  const { directory, image, stateroot, kernelArguments, log, signal } = deployment;
  const [tree, state, home] = [join(directory, "tree"), join(directory, "var"), join(directory, "home")];
  await mkdir(join(state, "tmp"), { recursive: true });
  await mkdir(join(home, ".config/containers"), { recursive: true });
  await writeFile(join(home, ".config/containers/policy.json"), acceptingPolicy);
  const binds = [
    { source: join(directory, "sysroot"), target: "/sysroot", writable: true },
    { source: image.layout, target: layoutInside },
    { source: home, target: homeInside },
    { source: state, target: "/var", writable: true },
  ];
  const env = { HOME: homeInside };
  const inTree = (tool: string, args: readonly string[], accept: readonly number[] = [0]) =>
    run(insideRoot(tree, { tool, args, env, accept, signal, onLine: log }, { readOnly: true, binds }));
  const originOf = async (path: string) => {
    const { stdout } = await inTree("cat", [`/sysroot/${path}.origin`]);
    return { path, origin: stdout };
  };
  // In an image, and for programs, the defaults are in /etc. Nothing outside the tree follows links of the tree.
  await run(insideRoot(tree, { tool: "mv", args: ["/usr/etc", "/etc"], signal }));
  const policy = await inTree("cat", [policyFile], [0, 1]);
  const source = followedReference(image.follows, policy.stdout);
  const { exitCode, stderr } = await inTree("bootc", bootcArguments(deployment, source), [0, 1]);
  const deployments = `ostree/deploy/${stateroot}/deploy`;
  const names = await readdir(join(directory, "sysroot", deployments)).catch(() => []);
  const name = names.find((one) => /^[0-9a-f]{64}\.0$/.test(one));
  const deployed = name === undefined ? undefined : await originOf(`${deployments}/${name}`);
  const path = checkDeployedImage({ exitCode, stderr, deployed }, source);
  const sysroot = ["--sysroot=/sysroot"];
  await inTree("ostree", ["admin", "instutil", "set-kargs", ...sysroot, ...kernelArguments]);
  await inTree("ostree", ["admin", "cleanup", ...sysroot]);
  for (const scratch of [state, home]) await rm(scratch, { recursive: true });
  return path;
}

function bootcArguments({ image, stateroot }: ImageDeployment, target: string): string[] {
  return [
    ...[
      "internals",
      "ostree-container",
      "image",
      "deploy",
      "--sysroot",
      "/sysroot",
      "--stateroot",
      stateroot,
    ],
    ...["--imgref", `ostree-unverified-image:oci:${layoutInside}:${image.tag}`, "--target-imgref", target],
  ];
}

const policyFile = "/etc/containers/policy.json";

/** Counts before the tree's own, which may accept nothing but signed images of a registry: this one's digests are known. */
const acceptingPolicy = '{ "default": [{ "type": "insecureAcceptAnything" }] }\n';
