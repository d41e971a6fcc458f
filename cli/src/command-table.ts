import type { CommandTable } from "./door/command-door.ts";

/** What the commands of two words have in common, by their first word. */
export const commandGroups: Readonly<Record<string, string>> = {
  chroot: "chroots that live on: shell, snapshots and what else is done in one",
  ostree: "publish commits: pull, sign, delta, summary and what else a repository needs",
};

export const commandTable: CommandTable = {
  compose: {
    summary: "build an ostree commit and a bootc image from a treefile",
    load: async () => (await import("./commands/compose.ts")).compose,
  },
  "mock-build": {
    summary: "build Debian packages in clean chroots",
    load: async () => (await import("./commands/mock-build.ts")).mockBuild,
  },
  boot: {
    summary: "boot a finished compose in a virtual machine and check it",
    load: async () => (await import("./commands/boot.ts")).boot,
  },
  export: {
    summary: "make a disk image of a finished compose",
    load: async () => (await import("./commands/export.ts")).exportCommand,
  },
  diff: {
    summary: "compare two images or composes, and say what a host has to download",
    load: async () => (await import("./commands/diff.ts")).diff,
  },
  lint: {
    summary: "look for what keeps an image from installing, booting or updating",
    load: async () => (await import("./commands/lint.ts")).lint,
  },
  "chroot create": {
    summary: "make a chroot that lives until it is removed",
    load: async () => (await import("./commands/chroot/create.ts")).create,
  },
  "chroot list": {
    summary: "list chroots and their snapshots",
    load: async () => (await import("./commands/chroot/list.ts")).list,
  },
  "chroot shell": {
    summary: "open a shell in a chroot",
    load: async () => (await import("./commands/chroot/shell.ts")).shell,
  },
  "chroot run": {
    summary: "run a command in a chroot",
    load: async () => (await import("./commands/chroot/run.ts")).run,
  },
  "chroot copy-in": {
    summary: "copy files into a chroot",
    load: async () => (await import("./commands/chroot/copy-in.ts")).copyIn,
  },
  "chroot copy-out": {
    summary: "copy files out of a chroot",
    load: async () => (await import("./commands/chroot/copy-out.ts")).copyOut,
  },
  "chroot snapshot": {
    summary: "keep a chroot as it is",
    load: async () => (await import("./commands/chroot/snapshot.ts")).snapshot,
  },
  "chroot rollback": {
    summary: "bring a chroot back to a snapshot",
    load: async () => (await import("./commands/chroot/rollback.ts")).rollback,
  },
  "chroot update": {
    summary: "give a chroot the packages of now",
    load: async () => (await import("./commands/chroot/update.ts")).update,
  },
  "chroot scrub": {
    summary: "remove a chroot",
    load: async () => (await import("./commands/chroot/scrub.ts")).scrub,
  },
  "ostree init": {
    summary: "make a repository that updates are served from",
    load: async () => (await import("./commands/ostree/init.ts")).init,
  },
  "ostree pull": {
    summary: "bring the commit of a compose, a repository or a server into a repository",
    load: async () => (await import("./commands/ostree/pull.ts")).pull,
  },
  "ostree sign": {
    summary: "sign a commit",
    load: async () => (await import("./commands/ostree/sign.ts")).sign,
  },
  "ostree delta": {
    summary: "make an update small to fetch: a static delta from the commit before",
    load: async () => (await import("./commands/ostree/delta.ts")).delta,
  },
  "ostree summary": {
    summary: "tell clients what a repository has now, signed",
    load: async () => (await import("./commands/ostree/summary.ts")).summary,
  },
  "ostree verify": {
    summary: "judge a commit as a client does: signed by one of these keys, or not",
    load: async () => (await import("./commands/ostree/verify.ts")).verify,
  },
  "ostree log": {
    summary: "tell what a ref names, and named before",
    load: async () => (await import("./commands/ostree/log.ts")).log,
  },
  "ostree diff": {
    summary: "compare two commits: their packages and paths",
    load: async () => (await import("./commands/ostree/diff.ts")).diff,
  },
  "ostree commit": {
    summary: "commit a directory",
    load: async () => (await import("./commands/ostree/commit.ts")).commit,
  },
  "ostree prune": {
    summary: "remove old commits",
    load: async () => (await import("./commands/ostree/prune.ts")).prune,
  },
  "ostree fsck": {
    summary: "read every object of a repository again",
    load: async () => (await import("./commands/ostree/fsck.ts")).fsck,
  },
  validate: {
    summary: "check treefiles and report every error at once",
    load: async () => (await import("./commands/validate.ts")).validate,
  },
  lock: {
    summary: "fix the exact packages of a treefile in its lockfile",
    load: async () => (await import("./commands/lock.ts")).lock,
  },
  config: {
    summary: "show what is set for all runs, and where",
    load: async () => (await import("./commands/config.ts")).config,
  },
  completion: {
    summary: "print what lets bash, zsh or fish complete the command line",
    load: async () => (await import("./commands/completion.ts")).completion,
  },
  doctor: {
    summary: "say what this machine lacks and what a crash left behind",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
};
