import type { Operation } from "../worker/operation.ts";
import type { OperationContext } from "../worker/operation-context.ts";

interface AnyOperation {
  readonly name: string;
  readonly perform: (request: unknown, context: OperationContext) => Promise<unknown>;
  readonly results: (request: unknown) => readonly string[];
}

/**
 * Lists all that the privileged worker can be asked to do: nothing else ever runs as root. A worker does one thing and
 * ends, so it loads only the code of that.
 */
export const operations: Readonly<Record<string, () => Promise<AnyOperation>>> = {
  "build-root": async () =>
    anyOperation((await import("../root/build-root-operation.ts")).buildRootOperation),
  "install-packages": async () =>
    anyOperation((await import("../root/install/install-packages-operation.ts")).installPackagesOperation),
  "commit-tree": async () => anyOperation((await import("../commit/commit-tree.ts")).commitTreeOperation),
  "write-layers": async () => anyOperation((await import("../image/write-layers.ts")).writeLayersOperation),
  "plan-tree": async () =>
    anyOperation((await import("../image-export/plan-tree-operation.ts")).planTreeOperation),
  "make-boot-disk": async () =>
    anyOperation((await import("../boot/make-boot-disk.ts")).makeBootDiskOperation),
  "make-disk": async () => anyOperation((await import("../disk/make-disk.ts")).makeDiskOperation),
  "hash-files": async () =>
    anyOperation((await import("../sbom/hash-files-operation.ts")).hashFilesOperation),
  "measure-tree": async () =>
    anyOperation((await import("../worker/measure-tree-operation.ts")).measureTreeOperation),
  "seal-tree": async () => anyOperation((await import("../worker/seal-tree-operation.ts")).sealTreeOperation),
  "pack-entry": async () =>
    anyOperation((await import("../remote-cache/entry-operations.ts")).packEntryOperation),
  "unpack-entry": async () =>
    anyOperation((await import("../remote-cache/entry-operations.ts")).unpackEntryOperation),
  "lint-root": async () => anyOperation((await import("../lint/lint-root-operation.ts")).lintRootOperation),
  "make-bootstrap-root": async () =>
    anyOperation((await import("../mock-build/chroot/make-bootstrap-root.ts")).makeBootstrapRootOperation),
  "make-base-root": async () =>
    anyOperation((await import("../mock-build/chroot/make-base-root.ts")).makeBaseRootOperation),
  "solve-build-dependencies": async () =>
    anyOperation((await import("../mock-build/chroot/solve-dependencies.ts")).solveDependenciesOperation),
  "install-dependencies": async () =>
    anyOperation((await import("../mock-build/chroot/install-dependencies.ts")).installDependenciesOperation),
  "build-package": async () =>
    anyOperation((await import("../mock-build/build/build-package.ts")).buildPackageOperation),
  "clone-root": async () =>
    anyOperation((await import("../mock-build/chroot-store/clone-root-operation.ts")).cloneRootOperation),
  "use-chroot": async () =>
    anyOperation((await import("../mock-build/named-chroot/use-chroot-operation.ts")).useChrootOperation),
  "check-root": async () =>
    anyOperation((await import("../mock-build/plugin/check-root.ts")).checkRootOperation),
  "remove-tree": async () =>
    anyOperation((await import("../worker/remove-tree-operation.ts")).removeTreeOperation),
  repair: async () => anyOperation((await import("../doctor/root-repair-operation.ts")).rootRepairOperation),
  "pack-source": async () =>
    anyOperation((await import("../mock-build/source/pack-source-operation.ts")).packSourceOperation),
};

function anyOperation<Request, Result>(operation: Operation<Request, Result>): AnyOperation {
  return {
    name: operation.name,
    perform: (request, context) => operation.run(operation.request.parse(request), context),
    results: (request) => operation.results(operation.request.parse(request)),
  };
}
