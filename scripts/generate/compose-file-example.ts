import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type LoadedComposeFile, loadComposeFile } from "@debootc/core/compose-file/load-compose-file";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { formatDiagnostic } from "@debootc/core/error/format-diagnostic";
import { repository } from "../repository/repository.ts";

const path = "/compose.yaml";

/** Stands for the treefile that the page describes in words. */
const system =
  "ref: debian/${suite}/${basearch}/system\nsuite: trixie\npackages: [systemd]\nkernel-arguments: [quiet]\n";

/** Reads a compose file of the documents. Its treefiles are those of the repository, but for `system.yaml`. */
export function loadComposeExample(text: string): LoadedComposeFile {
  return loadComposeFile({
    file: path,
    read: (file) => {
      if (file === path) return Buffer.from(text);
      if (file === "/system.yaml") return Buffer.from(system);
      // A plugin of an example is read, and not run.
      if (file.endsWith(".ts")) return Buffer.from("");
      const own = join(repository, "treefiles", file);
      return existsSync(own) ? readFileSync(own) : { why: "does not exist" };
    },
  });
}

/** Returns what debootc says about a wrong example. */
export function errorsOfComposeExample(text: string): string {
  try {
    loadComposeExample(text);
  } catch (error) {
    if (!(error instanceof DebootcError) || error.diagnostics.length === 0) throw error;
    const said = error.diagnostics.map(({ file = "", ...rest }) =>
      formatDiagnostic({ ...rest, file: file.slice(1) }),
    );
    return said.join("\n\n");
  }
  throw new Error(`nothing is wrong with the example:\n${text}`);
}
