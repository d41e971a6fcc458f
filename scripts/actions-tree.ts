import { writeReleaseTree } from "./release/write-release-tree.ts";

/** Writes the actions of this checkout as a release has them, for runners on this machine: `script/node scripts/actions-tree.ts DIR [VERSION]`. */
const [directory, version = "v1"] = process.argv.slice(2);
if (directory === undefined) {
  process.stderr.write("cannot write the actions: no directory was given\n");
  process.exit(2);
}
await writeReleaseTree(directory, version, { bundle: "current", lean: true });
