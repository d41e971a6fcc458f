import { cloneRootOperation } from "../mock-build/chroot-store/clone-root-operation.ts";
import { useChrootOperation } from "../mock-build/named-chroot/use-chroot-operation.ts";
import { buildPackageOperation } from "../mock-build/build/build-package.ts";
import { installDependenciesOperation } from "../mock-build/chroot/install-dependencies.ts";
import { makeBaseRootOperation } from "../mock-build/chroot/make-base-root.ts";
import { makeBootstrapRootOperation } from "../mock-build/chroot/make-bootstrap-root.ts";
import { solveDependenciesOperation } from "../mock-build/chroot/solve-dependencies.ts";
import { commitTreeOperation } from "../commit/commit-tree.ts";
import { writeLayersOperation } from "../image/write-layers.ts";
import { rootRepairOperation } from "../doctor/root-repair-operation.ts";
import { buildRootOperation } from "../root/build-root-operation.ts";
import { lintRootOperation } from "../lint/lint-root-operation.ts";
import { makeBootDiskOperation } from "../boot/make-boot-disk.ts";
import { makeDiskOperation } from "../disk/make-disk.ts";
import { measureTreeOperation } from "../worker/measure-tree-operation.ts";
import { sealTreeOperation } from "../worker/seal-tree-operation.ts";
import { removeTreeOperation } from "../worker/remove-tree-operation.ts";
import { checkRootOperation } from "../mock-build/plugin/check-root.ts";
import { packSourceOperation } from "../mock-build/source/pack-source-operation.ts";
import type { Operation } from "../worker/operation.ts";
import type { OperationContext } from "../worker/operation-context.ts";

interface AnyOperation {
  readonly name: string;
  readonly perform: (request: unknown, context: OperationContext) => Promise<unknown>;
  readonly results: (request: unknown) => readonly string[];
}

/** Lists all that the privileged worker can be asked to do: nothing else ever runs as root. */
export const operations: readonly AnyOperation[] = [
  anyOperation(buildRootOperation),
  anyOperation(commitTreeOperation),
  anyOperation(writeLayersOperation),
  anyOperation(makeBootDiskOperation),
  anyOperation(makeDiskOperation),
  anyOperation(measureTreeOperation),
  anyOperation(sealTreeOperation),
  anyOperation(lintRootOperation),
  anyOperation(makeBootstrapRootOperation),
  anyOperation(makeBaseRootOperation),
  anyOperation(solveDependenciesOperation),
  anyOperation(installDependenciesOperation),
  anyOperation(buildPackageOperation),
  anyOperation(cloneRootOperation),
  anyOperation(useChrootOperation),
  anyOperation(checkRootOperation),
  anyOperation(removeTreeOperation),
  anyOperation(rootRepairOperation),
  anyOperation(packSourceOperation),
];

function anyOperation<Request, Result>(operation: Operation<Request, Result>): AnyOperation {
  return {
    name: operation.name,
    perform: (request, context) => operation.run(operation.request.parse(request), context),
    results: (request) => operation.results(operation.request.parse(request)),
  };
}
