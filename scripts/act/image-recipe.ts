import { createHash } from "node:crypto";

/** Is all that decides what is in the image in which jobs run. */
export interface ImageRecipe {
  readonly suite: string;
  readonly packages: readonly string[];
  /** The digest of the authorities that this machine trusts; empty if it has none. */
  readonly authorities: string;
  /** Settings of the image, as in a Dockerfile. */
  readonly changes: readonly string[];
}

interface Ingredients {
  /** The text of script/packages.txt. */
  readonly packages: string;
  /** The authorities that this machine trusts, as PEM. */
  readonly authorities: string;
}

/** What workflows take for granted on a hosted runner. */
const ofRunners = ["ca-certificates", "curl", "git", "jq", "procps", "python3", "sudo", "unzip"];

/** Returns the recipe: Debian's stable with what composing needs, so that jobs need not install it. */
export function imageRecipe({ packages, authorities }: Ingredients): ImageRecipe {
  const ofCompose = packages
    .split("\n")
    .map((line) => line.split(" "))
    .flatMap(([group, name]) =>
      group === "compose" && name !== undefined ? [name.split("|")[0] ?? name] : [],
    );
  return {
    suite: "trixie",
    packages: [...new Set([...ofCompose, ...ofRunners])].toSorted(),
    authorities: authorities === "" ? "" : digestOf(authorities),
    changes: [
      "ENV LANG=C.UTF-8",
      "ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt",
      'CMD ["/bin/bash"]',
    ],
  };
}

/** Returns the name of the image of a recipe: another one for each, so that no image is older than its recipe. */
export function imageName(recipe: ImageRecipe): string {
  return `debootc-act:${digestOf(JSON.stringify(recipe)).slice(0, 16)}`;
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
