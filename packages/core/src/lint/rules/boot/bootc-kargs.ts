import * as z from "zod";
import type { LintRule } from "../lint-rule.ts";
import { rustArchitectureFault } from "../../parse/rust-architecture.ts";
import { dropIns } from "../../parse/drop-ins.ts";
import { readToml } from "../../parse/toml-document.ts";
import { nameOfType } from "../../subject/lint-entry.ts";

const directory = "/usr/lib/bootc/kargs.d";

const kargsSchema = z.strictObject({
  kargs: z.array(z.string()),
  "match-architectures": z.array(z.string()).optional(),
});

export const bootcKargs: LintRule = {
  name: "bootc-kargs",
  level: "error",
  summary: "files in /usr/lib/bootc/kargs.d are as bootc wants them",
  why: "bootc refuses to install or update to an image with a file it cannot read.",
  remedy: 'Write `kargs = ["..."]` and at most `match-architectures = ["..."]` into the file, nothing else.',
  ofBootc: true,
  reads: /^\/usr\/lib\/bootc\/kargs\.d\/[^/]+\.toml$/,
  *check({ tree }) {
    const place = tree.follow(directory);
    if (place !== undefined && place.type !== "directory") {
      yield { path: directory, message: `is a ${nameOfType(place)}, not a directory` };
    }
    for (const { path } of dropIns(tree, directory, ".toml")) {
      const entry = tree.follow(path);
      if (entry?.type !== "file") {
        yield {
          path,
          message: entry === undefined ? "leads nowhere" : `is a ${nameOfType(entry)}, not a file`,
        };
      } else if (entry.content !== undefined) {
        const read = readToml(entry.content, kargsSchema);
        for (const message of "faults" in read ? read.faults : []) yield { path, message };
      }
    }
  },
};

export const kargsArchitecture: LintRule = {
  name: "kargs-architecture",
  level: "warning",
  summary: "match-architectures of kargs.d names architectures as Rust does",
  why: "bootc leaves out a file whose architectures do not match its own, without a word: Debian's amd64 never matches.",
  remedy: "Write x86_64, aarch64, arm, powerpc64, riscv64 or s390x.",
  reads: /^\/usr\/lib\/bootc\/kargs\.d\/[^/]+\.toml$/,
  *check({ tree }) {
    for (const { path } of dropIns(tree, directory, ".toml")) {
      const content = tree.follow(path)?.content;
      const read = content === undefined ? undefined : readToml(content, kargsSchema);
      if (read === undefined || "faults" in read) continue;
      for (const name of read.value["match-architectures"] ?? []) {
        const fault = rustArchitectureFault(name);
        if (fault !== undefined) yield { path, ...fault };
      }
    }
  },
};
