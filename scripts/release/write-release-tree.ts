import { cp, mkdir, readFile, realpath, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { writeBundle } from "../bundle/write-bundle.ts";
import { repository, repositoryFiles } from "../repository/repository.ts";
import { bundledPackages } from "./bundled-packages.ts";
import { licensesText, sbomText } from "./inventory-texts.ts";
import { withOwnReferences } from "./own-references.ts";

/** What a release leaves out: only those who change debootc need it. */
const ofTheWorkshop = /[.](test|itg[.]test|fixture)[.]ts$|^(e2e|scripts|[.]changeset|[.]ci)\/|\/fixtures\//;

/** What actions do without: the sources are in the bundles. */
const ofTheTerminal = /[.]ts$|^(bin|cli|docs)\//;

interface Choice {
  /** Whether to bundle the sources, or to take the bundle that the checkout has of them. */
  readonly bundle: "new" | "current";
  /** Whether it is for the actions only. */
  readonly lean: boolean;
}

/**
 * Writes what a release consists of into a directory: the files of the checkout, its bundles, references to its own
 * actions at a version, and which npm packages are in the bundles, with their licences. Equal sources give equal bytes.
 */
export async function writeReleaseTree(
  target: string,
  version: string,
  { bundle, lean }: Choice = { bundle: "new", lean: false },
): Promise<void> {
  const files = (await repositoryFiles()).filter(
    (path) => !ofTheWorkshop.test(path) && !(lean && ofTheTerminal.test(path)),
  );
  for (const path of files) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await cp(join(repository, path), join(target, path), { verbatimSymlinks: true });
  }
  for (const path of files.filter(hasReferences)) {
    const text = await readFile(join(target, path), "utf8");
    await writeFile(join(target, path), withOwnReferences(text, version));
  }
  const bundled = join(target, "dist/1");
  // Who runs workflows on this machine has bundled the sources just before.
  if (bundle === "current")
    await cp(await realpath(join(repository, "dist/current")), bundled, {
      recursive: true,
      filter: (path) => !(lean && basename(path) === "debootc"),
    });
  else {
    const modules = await writeBundle(repository, bundled, { actions: true });
    const packages = await bundledPackages(modules);
    await writeFile(join(target, "dist/licenses.txt"), licensesText(packages));
    await writeFile(join(target, "dist/sbom.cdx.json"), sbomText(version, packages));
  }
  await symlink("1", join(target, "dist/current"));
  // script/setup looks for it: actions of a release need neither npm packages nor a bundler.
  await writeFile(join(target, "dist/release"), `${version}\n`);
}

function hasReferences(path: string): boolean {
  return basename(path) === "action.yml" || path.startsWith(".github/workflows/");
}
