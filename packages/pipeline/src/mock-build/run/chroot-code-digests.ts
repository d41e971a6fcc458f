import { digestsOfCode } from "../../engine/digests-of-code.ts";

/** Reads the digests of the code that makes chroots and builds in them, by what it makes. */
export function chrootCodeDigests() {
  return digestsOfCode({
    lock: ["gather/resolve-or-reuse.ts"],
    base: ["mock-build/nodes/base-node.ts"],
    dependencies: ["mock-build/nodes/dependencies-node.ts"],
    build: ["mock-build/nodes/build-node.ts"],
  });
}
