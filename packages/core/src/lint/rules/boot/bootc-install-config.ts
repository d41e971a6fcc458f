import * as z from "zod";
import type { LintRule } from "../lint-rule.ts";
import { dropIns } from "../../parse/drop-ins.ts";
import { rustArchitectureFault } from "../../parse/rust-architecture.ts";
import { readToml } from "../../parse/toml-document.ts";

const directories = ["/usr/lib/bootc/install", "/etc/bootc/install"];

const filesystem = z.enum(["xfs", "ext4", "btrfs"]);

/** `InstallConfigurationToplevel` of bootc 1.16. */
const installSchema = z.strictObject({
  install: z
    .strictObject({
      "root-fs-type": filesystem.optional(),
      block: z.array(z.enum(["direct", "tpm2-luks"])).optional(),
      filesystem: z
        .strictObject({ root: z.strictObject({ type: filesystem.optional() }).optional() })
        .optional(),
      kargs: z.array(z.string()).optional(),
      "karg-deletes": z.array(z.string()).optional(),
      "match-architectures": z.array(z.string()).optional(),
      ostree: z.looseObject({ "bls-append-except-default": z.string().optional() }).optional(),
      stateroot: z.string().optional(),
      "root-mount-spec": z.string().optional(),
      "boot-mount-spec": z.string().optional(),
      bootupd: z.strictObject({ "skip-boot-uuid": z.boolean().optional() }).optional(),
      bootloader: z.enum(["grub", "grub-cc", "systemd", "none"]).optional(),
      "discoverable-partitions": z.boolean().optional(),
      "enforce-container-sigpolicy": z.boolean().optional(),
    })
    .optional(),
});

export const bootcInstallConfig: LintRule = {
  name: "bootc-install-config",
  level: "error",
  summary: "files in /usr/lib/bootc/install and /etc/bootc/install are as bootc wants them",
  why: "bootc install ends at a key it does not know, and at a value of another type.",
  remedy: "Mend the file: bootc-install-config(5) has its keys.",
  reads: /^\/(usr\/lib|etc)\/bootc\/install\/[^/]+\.toml$/,
  *check({ tree }) {
    for (const { path } of directories.flatMap((directory) => dropIns(tree, directory, ".toml"))) {
      const content = tree.follow(path)?.content;
      if (content === undefined) continue;
      const read = readToml(content, installSchema);
      if ("faults" in read) {
        for (const message of read.faults) yield { path, message };
        continue;
      }
      for (const name of read.value.install?.["match-architectures"] ?? []) {
        const fault = rustArchitectureFault(name);
        if (fault !== undefined) yield { path, ...fault, level: "warning" };
      }
    }
  },
};

export const bootcRootFilesystem: LintRule = {
  name: "bootc-root-filesystem",
  level: "warning",
  summary: "an image with bootc says what file system its root has",
  why: "bootc install to-disk of an image that names none ends at once, unless it is told on the command line.",
  remedy: 'Ship /usr/lib/bootc/install/00-root.toml with `[install.filesystem.root]` and `type = "ext4"`.',
  reads: /^\/(usr\/lib|etc)\/bootc\/install\/[^/]+\.toml$/,
  *check({ tree }) {
    if (tree.follow("/usr/bin/bootc") === undefined) return;
    const named = directories
      .flatMap((directory) => dropIns(tree, directory, ".toml"))
      .some(({ path }) => {
        const content = tree.follow(path)?.content;
        const read = content === undefined ? undefined : readToml(content, installSchema);
        // A file that cannot be read is told of by its own rule.
        if (read === undefined || "faults" in read) return true;
        const { install } = read.value;
        return (install?.filesystem?.root?.type ?? install?.["root-fs-type"]) !== undefined;
      });
    if (!named) yield { path: "/usr/lib/bootc/install", message: "names no root file system" };
  },
};
