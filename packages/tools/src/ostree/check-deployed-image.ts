import { DebootcError } from "@debootc/core/error/debootc-error";

/** Describes what bootc left of a deployment. */
interface DeployedImage {
  /** How bootc ended, and what it said. */
  readonly exitCode: number;
  readonly stderr: string;
  /** Where the deployment is, and the text of its file that says what the system follows; undefined if there is none. */
  readonly deployed: { readonly path: string; readonly origin: string } | undefined;
}

/**
 * Checks that bootc deployed an image, and that the system follows `source`. Once the image is deployed, bootc wants
 * CAP_SYS_ADMIN for what comes after it, which nothing has in the sandbox: this failure, and no other, is expected. Returns
 * the path of the deployment. Throws `boot-unsupported`.
 */
export function checkDeployedImage({ exitCode, stderr, deployed }: DeployedImage, source: string): string {
  const failed = exitCode !== 0 && !stderr.includes("full root privileges (CAP_SYS_ADMIN)");
  if (failed || deployed === undefined) {
    throw new DebootcError(
      "boot-unsupported",
      `the tree's bootc did not deploy its image: ${lastLine(stderr)}`,
      { hint: "bootc needs skopeo in the tree. The log has all that it said." },
    );
  }
  const followed = /^container-image-reference=(.*)$/m.exec(deployed.origin)?.[1];
  if (followed === source) return deployed.path;
  throw new DebootcError(
    "boot-unsupported",
    `the tree's bootc deployed a system that would follow ${followed ?? "no image"} instead of ${source}`,
    { hint: "This bootc does not take --target-imgref as others do: try another version of it." },
  );
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
