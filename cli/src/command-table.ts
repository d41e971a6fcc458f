import type { CommandGroups, CommandTable } from "./door/command-door.ts";

const build = "Build and boot an image:";
const check = "Check treefiles and images:";
const packages = "Build packages:";
const publish = "Publish updates:";
const hub = "Build for repositories on GitHub:";
export const upkeep = "Upkeep:";

/** Groups the commands of two words, by their first word. */
export const commandGroups: CommandGroups = {
  export: { section: build, summary: "write disks and container images" },
  chroot: { section: packages, summary: "work in chroots that persist" },
  ostree: { section: publish, summary: "publish commits from an ostree repository" },
  cache: { section: upkeep, summary: "show, check and trim what runs share" },
  orchestrator: { section: hub, summary: "run, ask and steer a hub that builds for GitHub" },
};

/** Lists every command, in the order of the help: first those that a newcomer needs. */
export const commandTable: CommandTable = {
  init: {
    section: build,
    summary: "begin a system: treefile, lock, workflow",
    load: async () => (await import("./commands/init.ts")).init,
  },
  compose: {
    section: build,
    summary: "build an ostree commit and a bootc image from a treefile",
    load: async () => (await import("./commands/compose.ts")).compose,
  },
  boot: {
    section: build,
    summary: "boot a compose in a virtual machine and check it",
    load: async () => (await import("./commands/boot.ts")).boot,
  },
  run: {
    section: build,
    summary: "use a compose in a virtual machine, by its console or by ssh",
    load: async () => (await import("./commands/run.ts")).run,
  },
  "export disk": {
    summary: "write a disk image of a compose",
    load: async () => (await import("./commands/export/disk.ts")).disk,
  },
  "export image": {
    summary: "write the container image of a compose, commit or root",
    load: async () => (await import("./commands/export/image.ts")).image,
  },
  assemble: {
    section: build,
    summary: "make one compose of legs that were composed apart",
    load: async () => (await import("./commands/assemble.ts")).assemble,
  },
  validate: {
    section: check,
    summary: "report every error of a treefile or compose file",
    load: async () => (await import("./commands/validate.ts")).validate,
  },
  matrix: {
    section: check,
    summary: "print the jobs of a compose file for a workflow",
    load: async () => (await import("./commands/matrix.ts")).matrix,
  },
  lock: {
    section: check,
    summary: "pin the exact packages of a treefile",
    load: async () => (await import("./commands/lock.ts")).lock,
  },
  lint: {
    section: check,
    summary: "find what breaks the install, boot or updates of an image",
    load: async () => (await import("./commands/lint.ts")).lint,
  },
  diff: {
    section: check,
    summary: "compare two images or composes",
    load: async () => (await import("./commands/diff.ts")).diff,
  },
  "mock-build": {
    section: packages,
    summary: "build Debian packages in clean chroots",
    load: async () => (await import("./commands/mock-build.ts")).mockBuild,
  },
  "chroot create": {
    summary: "create a chroot",
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
    summary: "save the state of a chroot",
    load: async () => (await import("./commands/chroot/snapshot.ts")).snapshot,
  },
  "chroot rollback": {
    summary: "go back to a snapshot of a chroot",
    load: async () => (await import("./commands/chroot/rollback.ts")).rollback,
  },
  "chroot update": {
    summary: "bring the packages of a chroot up to date",
    load: async () => (await import("./commands/chroot/update.ts")).update,
  },
  "chroot scrub": {
    summary: "remove a chroot",
    load: async () => (await import("./commands/chroot/scrub.ts")).scrub,
  },
  push: {
    section: publish,
    summary: "push the image of a compose to a registry",
    load: async () => (await import("./commands/push.ts")).push,
  },
  "ostree init": {
    summary: "create a repository that serves updates",
    load: async () => (await import("./commands/ostree/init.ts")).init,
  },
  "ostree pull": {
    summary: "copy a commit into a repository",
    load: async () => (await import("./commands/ostree/pull.ts")).pull,
  },
  "ostree sign": {
    summary: "sign a commit",
    load: async () => (await import("./commands/ostree/sign.ts")).sign,
  },
  "ostree delta": {
    summary: "make an update small to download",
    load: async () => (await import("./commands/ostree/delta.ts")).delta,
  },
  "ostree summary": {
    summary: "write the signed list of refs that clients read",
    load: async () => (await import("./commands/ostree/summary.ts")).summary,
  },
  "ostree verify": {
    summary: "check the signatures of a commit as a client does",
    load: async () => (await import("./commands/ostree/verify.ts")).verify,
  },
  "ostree log": {
    summary: "show the history of a ref",
    load: async () => (await import("./commands/ostree/log.ts")).log,
  },
  "ostree diff": {
    summary: "compare the packages and paths of two commits",
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
    summary: "check every object of a repository",
    load: async () => (await import("./commands/ostree/fsck.ts")).fsck,
  },
  "orchestrator serve": {
    summary: "run a hub",
    load: async () => (await import("./commands/orchestrator/serve.ts")).serve,
  },
  "orchestrator dev": {
    summary: "play GitHub, a hub and its hosts on this machine",
    load: async () => (await import("./commands/orchestrator/dev.ts")).dev,
  },
  "orchestrator setup": {
    summary: "register a hub as a GitHub App",
    load: async () => (await import("./commands/orchestrator/setup.ts")).setup,
  },
  "orchestrator db": {
    summary: "look after the database of a hub",
    load: async () => (await import("./commands/orchestrator/db.ts")).db,
  },
  "orchestrator runs": {
    summary: "list the runs of a hub",
    load: async () => (await import("./commands/orchestrator/runs.ts")).runs,
  },
  "orchestrator run": {
    summary: "show a run with its tasks",
    load: async () => (await import("./commands/orchestrator/run.ts")).run,
  },
  "orchestrator tasks": {
    summary: "list the tasks of a hub",
    load: async () => (await import("./commands/orchestrator/tasks.ts")).tasks,
  },
  "orchestrator why": {
    summary: "say what a task waits for",
    load: async () => (await import("./commands/orchestrator/why.ts")).why,
  },
  "orchestrator logs": {
    summary: "print, follow and search the logs of tasks",
    load: async () => (await import("./commands/orchestrator/logs.ts")).logs,
  },
  "orchestrator deliveries": {
    summary: "list what GitHub has sent",
    load: async () => (await import("./commands/orchestrator/deliveries.ts")).deliveries,
  },
  "orchestrator replay": {
    summary: "handle a delivery again that failed",
    load: async () => (await import("./commands/orchestrator/replay.ts")).replay,
  },
  "orchestrator start": {
    summary: "start a run of a repository",
    load: async () => (await import("./commands/orchestrator/start.ts")).start,
  },
  "orchestrator priority": {
    summary: "let a run come before others, or after",
    load: async () => (await import("./commands/orchestrator/priority.ts")).priority,
  },
  "orchestrator artifacts": {
    summary: "list or download the results of a run",
    load: async () => (await import("./commands/orchestrator/artifacts.ts")).artifacts,
  },
  "orchestrator releases": {
    summary: "list the releases of a hub",
    load: async () => (await import("./commands/orchestrator/releases.ts")).releases,
  },
  "orchestrator channels": {
    summary: "list, move and roll back channels",
    load: async () => (await import("./commands/orchestrator/channels.ts")).channels,
  },
  "orchestrator cancel": {
    summary: "cancel a run or a task",
    load: async () => (await import("./commands/orchestrator/steer.ts")).cancel,
  },
  "orchestrator retry": {
    summary: "try a run or a task again",
    load: async () => (await import("./commands/orchestrator/steer.ts")).retry,
  },
  "orchestrator approve": {
    summary: "build a commit that a fork brought",
    load: async () => (await import("./commands/orchestrator/approve.ts")).approve,
  },
  "orchestrator hosts": {
    summary: "list, add and change the hosts of the fleet",
    load: async () => (await import("./commands/orchestrator/hosts.ts")).hosts,
  },
  "orchestrator keys": {
    summary: "list, make and end keys",
    load: async () => (await import("./commands/orchestrator/keys.ts")).keys,
  },
  agent: {
    section: hub,
    summary: "run the agent of a host, which builds for a hub",
    load: async () => (await import("./commands/agent.ts")).agent,
  },
  doctor: {
    section: upkeep,
    summary: "check this machine, and clean up after a crash",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
  "cache list": {
    summary: "show what the cache holds and how large it is",
    load: async () => (await import("./commands/cache/list.ts")).list,
  },
  "cache verify": {
    summary: "compare everything in the cache with its digest",
    load: async () => (await import("./commands/cache/verify.ts")).verify,
  },
  "cache prune": {
    summary: "make the cache smaller",
    load: async () => (await import("./commands/cache/prune.ts")).prune,
  },
  config: {
    section: upkeep,
    summary: "show settings and where they come from",
    load: async () => (await import("./commands/config.ts")).config,
  },
  completion: {
    section: upkeep,
    summary: "print the completion script of a shell",
    load: async () => (await import("./commands/completion.ts")).completion,
  },
};
