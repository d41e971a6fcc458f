interface Hook {
  /** When it is called. */
  readonly when: string;
  /** Whether the build root is there, for `runInside` and `copyOut`. */
  readonly hasRoot: boolean;
}

const main = (when: string): Hook => ({ when, hasRoot: false });
const root = (when: string): Hook => ({ when, hasRoot: true });

/** The points in the life of a chroot and a build at which plugins are called, in their order. */
export const hooks = {
  sourceReady: main("the source package is found and verified"),
  beforeBase: main("before the base root is looked for or made"),
  afterBase: main("the base root is there, made or from the cache"),
  beforeUpdate: main("before a chroot is brought to the newest packages"),
  afterUpdate: main("a chroot was brought to the newest packages"),
  beforeDependencies: main("before the build dependencies are solved and installed"),
  afterDependencies: main("the build dependencies are there, installed or from the cache"),
  dependenciesFailed: main("the build dependencies cannot be met"),
  rootMounted: root("the throw-away root of the build is mounted"),
  beforeUnpack: root("the source package lies in the root"),
  afterUnpack: root("the source package is unpacked"),
  beforeBuild: root("right before dpkg-buildpackage"),
  afterBuild: root("dpkg-buildpackage has succeeded"),
  buildFailed: root("dpkg-buildpackage has failed, and the root is as it left it"),
  beforeCollect: root("before the results are copied out of the root"),
  afterCollect: root("the results are copied out"),
  beforeUnmount: root("the last time that the root is there, however the build ended"),
  rootUnmounted: main("the throw-away root is gone"),
  checkResults: main("the packages are there to be checked in throw-away chroots"),
  resultsReady: main("all results are in their directory, and may still be signed or added to"),
  failed: main("the build has failed, at any stage"),
  beforeShell: main("before a shell in a chroot"),
  afterShell: main("a shell in a chroot has ended"),
  beforeRun: main("before a command of `chroot run`"),
  afterRun: main("a command of `chroot run` has ended"),
  copiedIn: main("`chroot copy-in` has copied into a chroot"),
  copiedOut: main("`chroot copy-out` has copied out of a chroot"),
  snapshotMade: main("a chroot was saved under a name"),
  snapshotRestored: main("a chroot was taken back to a snapshot"),
  scrubbed: main("a chroot was removed"),
  beforeCleanup: main("before working directories are removed"),
  afterCleanup: main("working directories are removed"),
  finished: main("the outcome is known and written"),
} as const satisfies Record<string, Hook>;

export type HookName = keyof typeof hooks;
export const hookNames = Object.keys(hooks) as HookName[];
