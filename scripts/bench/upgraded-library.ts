import { appendFile, glob, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { run } from "@debootc/tools/run";

/**
 * Makes a treefile like another one, in which one package is newer, with another byte at the end of its library. Whatever
 * was installed with it is to be installed again, as after a security update.
 */
export async function upgradedLibrary(
  directory: string,
  { treefile, deb }: { readonly treefile: string; readonly deb: string },
): Promise<string> {
  const tree = join(directory, "tree");
  await mkdir(directory);
  await run({ tool: "dpkg-deb", args: ["--raw-extract", deb, tree] });
  const control = join(tree, "DEBIAN/control");
  const fields = await readFile(control, "utf8");
  await writeFile(control, fields.replace(/^Version: (.*)$/m, "Version: $1+bench1"));
  // The dynamic linker does not read that far.
  for await (const library of glob("usr/lib/*/*.so.*.*", { cwd: tree }))
    await appendFile(join(tree, library), "\0");
  await run({
    tool: "dpkg-deb",
    args: ["--root-owner-group", "--build", tree, join(directory, "library.deb")],
  });
  const file = join(directory, "minimal.yaml");
  const include = relative(directory, treefile);
  await writeFile(file, `include: ${JSON.stringify(include)}\nlocal-packages: [library.deb]\n`);
  return file;
}
