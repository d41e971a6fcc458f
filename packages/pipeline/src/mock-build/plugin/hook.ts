interface Hook {
  /** When it is called. */
  readonly when: string;
  /** Whether the build root exists, for `runInside` and `copyOut`. */
  readonly hasRoot: boolean;
}

const main = (when: string): Hook => ({ when, hasRoot: false });
const root = (when: string): Hook => ({ when, hasRoot: true });

/** Lists the points in the life of a chroot and a build at which plugins are called, in order. */
export const hooks = {
  sourceReady: main("the source package has been found and verified"),
  beforeBase: main("before the base root is taken from the cache or made"),
  afterBase: main("the base root is ready, made or from the cache"),
  beforeUpdate: main("before a chroot is updated to the newest packages"),
  afterUpdate: main("a chroot has been updated to the newest packages"),
  beforeDependencies: main("before the build dependencies are solved and installed"),
  afterDependencies: main("the build dependencies are ready, installed or from the cache"),
  dependenciesFailed: main("the build dependencies cannot be satisfied"),
  rootMounted: root("the throw-away root of the build is mounted"),
  beforeUnpack: root("the source package has been placed in the root"),
  afterUnpack: root("the source package has been unpacked"),
  beforeBuild: root("just before dpkg-buildpackage"),
  afterBuild: root("dpkg-buildpackage has succeeded"),
  buildFailed: root("dpkg-buildpackage has failed, and the root is still as it left it"),
  beforeCollect: root("before the results are copied out of the root"),
  afterCollect: root("the results have been copied out"),
  beforeUnmount: root("the last time that the root exists, however the build ended"),
  rootUnmounted: main("the throw-away root is gone"),
  checkResults: main("the packages are ready to be checked in throw-away chroots"),
  resultsReady: main("all results are in their directory, and can still be signed or extended"),
  failed: main("the build has failed, at any stage"),
  beforeShell: main("before a shell in a chroot"),
  afterShell: main("a shell in a chroot has ended"),
  beforeRun: main("before a command of `chroot run`"),
  afterRun: main("a command of `chroot run` has ended"),
  copiedIn: main("`chroot copy-in` has copied into a chroot"),
  copiedOut: main("`chroot copy-out` has copied out of a chroot"),
  snapshotMade: main("a snapshot of a chroot has been made"),
  snapshotRestored: main("a chroot has been restored to a snapshot"),
  scrubbed: main("a chroot has been removed"),
  beforeCleanup: main("before working directories are removed"),
  afterCleanup: main("working directories have been removed"),
  finished: main("the outcome is known and recorded"),
} as const satisfies Record<string, Hook>;

export type HookName = keyof typeof hooks;
export const hookNames = Object.keys(hooks) as HookName[];
