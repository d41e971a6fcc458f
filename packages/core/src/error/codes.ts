import type { FailureClass } from "./failure-class.ts";

export interface ErrorCodeEntry {
  readonly class: FailureClass;
  /** Exit status of every debootc command that fails with this code. */
  readonly exit: number;
  /** HTTP status of the problem type that `https` doors answer with. */
  readonly http: number;
  readonly summary: string;
}

/** Maps each error code to its failure class, exit status and HTTP status. `docs/errors.md` is made from this table. */
export const errorCodes = {
  "internal-fault": { class: "fault", exit: 1, http: 500, summary: "A fault of debootc itself" },
  usage: { class: "configuration", exit: 2, http: 400, summary: "The command line was not understood" },
  "treefile-invalid": { class: "configuration", exit: 3, http: 422, summary: "A treefile has errors" },
  "compose-file-invalid": { class: "configuration", exit: 3, http: 422, summary: "A compose file is faulty" },
  "settings-invalid": {
    class: "configuration",
    exit: 3,
    http: 422,
    summary: "A settings file or an environment variable has errors",
  },
  "chroot-invalid": {
    class: "configuration",
    exit: 3,
    http: 422,
    summary: "The configuration of a chroot has errors",
  },
  "chroot-unknown": { class: "configuration", exit: 3, http: 404, summary: "No file describes the chroot" },
  "plugin-invalid": {
    class: "configuration",
    exit: 3,
    http: 422,
    summary: "A plugin cannot be found, loaded or trusted",
  },
  "record-invalid": {
    class: "configuration",
    exit: 3,
    http: 422,
    summary: "A lock or another record is damaged, or newer than this debootc",
  },
  "unit-invalid": {
    class: "configuration",
    exit: 3,
    http: 422,
    summary: "A systemd unit named by the treefile cannot be used",
  },
  "add-file-missing": {
    class: "configuration",
    exit: 3,
    http: 422,
    summary: "A file named by the treefile does not exist",
  },
  "mirror-unknown": {
    class: "configuration",
    exit: 3,
    http: 422,
    summary: "No Debian mirror is configured anywhere",
  },
  "compose-id-invalid": {
    class: "configuration",
    exit: 2,
    http: 422,
    summary: "A compose ID does not have Pungi's form",
  },
  "compose-immutable": {
    class: "configuration",
    exit: 2,
    http: 409,
    summary: "A compose with this status cannot change in that way",
  },
  "compose-incomplete": {
    class: "package",
    exit: 4,
    http: 200,
    summary: "The compose finished, but a failable deliverable is missing",
  },
  "legs-unfit": {
    class: "configuration",
    exit: 2,
    http: 409,
    summary: "Legs are missing, doubled or of different composes, so they cannot be assembled",
  },
  "lock-stale": {
    class: "configuration",
    exit: 5,
    http: 409,
    summary: "The lock no longer matches the treefile",
  },
  "lint-failed": { class: "policy", exit: 6, http: 422, summary: "The linter found errors" },
  "checks-failed": {
    class: "policy",
    exit: 6,
    http: 422,
    summary: "A required check of the built packages failed",
  },
  "boot-unsupported": { class: "configuration", exit: 2, http: 422, summary: "debootc cannot boot the tree" },
  "boot-failed": { class: "package", exit: 7, http: 422, summary: "The system did not boot as required" },
  "verification-differs": {
    class: "package",
    exit: 8,
    http: 409,
    summary: "Two things that must be equal are different",
  },
  "trust-refused": {
    class: "policy",
    exit: 9,
    http: 403,
    summary: "A signature, a key or an expiry date was not acceptable",
  },
  "hashes-weak": {
    class: "policy",
    exit: 9,
    http: 403,
    summary: "The signed index of an archive gives no hashes that cannot be forged",
  },
  "index-invalid": {
    class: "policy",
    exit: 9,
    http: 422,
    summary: "An index of an archive says what cannot be right",
  },
  "archive-went-back": {
    class: "policy",
    exit: 9,
    http: 409,
    summary: "An archive has an older index than the one that the lock was made from",
  },
  "var-unclassified": {
    class: "policy",
    exit: 10,
    http: 422,
    summary: "A package left something in /var that no rule covers",
  },
  "var-rule-stale": {
    class: "policy",
    exit: 10,
    http: 422,
    summary: "A rule for /var matches nothing any more",
  },
  "ids-drifted": {
    class: "policy",
    exit: 10,
    http: 422,
    summary: "A system user or group got an id other than the recorded one",
  },
  "ids-moved": {
    class: "policy",
    exit: 10,
    http: 422,
    summary: "A user or group has another number than in the image that hosts follow",
  },
  "secret-made": {
    class: "policy",
    exit: 10,
    http: 422,
    summary: "Building an image made a secret that all machines would share",
  },
  "package-broken": {
    class: "package",
    exit: 10,
    http: 422,
    summary: "A package could not be unpacked or configured",
  },
  "build-failed": { class: "package", exit: 10, http: 422, summary: "A source package does not build" },
  "build-disk-full": {
    class: "package",
    exit: 10,
    http: 422,
    summary: "A build or a script wrote more than its limit into its root",
  },
  "build-log-full": {
    class: "package",
    exit: 10,
    http: 422,
    summary: "A build or a script printed more than its limit",
  },
  "build-memory-full": {
    class: "package",
    exit: 10,
    http: 422,
    summary: "A build or a script failed after the kernel killed one of its processes because memory ran out",
  },
  "build-processes-full": {
    class: "package",
    exit: 10,
    http: 422,
    summary: "A build or a script failed after it reached its limit of processes",
  },
  "script-failed": {
    class: "package",
    exit: 10,
    http: 422,
    summary: "A postprocess script of the treefile failed",
  },
  "layout-impossible": {
    class: "package",
    exit: 10,
    http: 422,
    summary: "The root cannot be converted to the image layout",
  },
  "timed-out": { class: "time-out", exit: 11, http: 504, summary: "A step took longer than its limit" },
  "chroot-failed": {
    class: "infrastructure",
    exit: 20,
    http: 500,
    summary: "A root file system could not be set up",
  },
  "package-manager-failed": {
    class: "infrastructure",
    exit: 30,
    http: 500,
    summary: "apt or dpkg itself failed",
  },
  "dependency-unmet": {
    class: "dependency",
    exit: 31,
    http: 422,
    summary: "The packages cannot be installed together",
  },
  "credentials-refused": {
    class: "configuration",
    exit: 32,
    http: 422,
    summary: "An archive refused the name and password in apt's auth files",
  },
  "mirror-unreachable": {
    class: "infrastructure",
    exit: 32,
    http: 502,
    summary: "A mirror did not deliver what its signed index promises",
  },
  "index-too-large": {
    class: "infrastructure",
    exit: 32,
    http: 502,
    summary: "An archive has a larger index than debootc reads",
  },
  "archive-invalid": {
    class: "package",
    exit: 10,
    http: 422,
    summary: "A tar archive is damaged, truncated or in an unsupported format",
  },
  "image-invalid": {
    class: "package",
    exit: 10,
    http: 422,
    summary: "A container image is damaged or in an unsupported format",
  },
  "architecture-unfit": {
    class: "package",
    exit: 10,
    http: 422,
    summary: "A source package builds nothing for the wanted architecture",
  },
  "chain-cycle": {
    class: "dependency",
    exit: 31,
    http: 422,
    summary: "Source packages of a chain need each other to build",
  },
  "source-invalid": { class: "package", exit: 40, http: 422, summary: "A source package is broken" },
  "in-use": { class: "infrastructure", exit: 60, http: 409, summary: "Another run is using this" },
  "results-unwritable": {
    class: "infrastructure",
    exit: 70,
    http: 507,
    summary: "Results cannot be written: no space, or no permission",
  },
  "cache-lost": {
    class: "infrastructure",
    exit: 70,
    http: 507,
    summary: "The cache was removed while a run was using it",
  },
  "isolation-unavailable": {
    class: "infrastructure",
    exit: 80,
    http: 500,
    summary: "This machine does not allow the sandbox",
  },
  "emulator-missing": {
    class: "infrastructure",
    exit: 90,
    http: 500,
    summary: "This machine cannot run programs of the architecture",
  },
  "tool-missing": {
    class: "infrastructure",
    exit: 90,
    http: 500,
    summary: "A program that debootc needs is not installed",
  },
  "plugin-failed": { class: "infrastructure", exit: 1, http: 500, summary: "A required plugin failed" },
  "tool-failed": {
    class: "infrastructure",
    exit: 1,
    http: 500,
    summary: "An outside program failed unexpectedly",
  },
  cancelled: { class: "cancelled", exit: 130, http: 499, summary: "Cancelled by the user" },
} as const satisfies Record<string, ErrorCodeEntry>;

export type ErrorCode = keyof typeof errorCodes;
