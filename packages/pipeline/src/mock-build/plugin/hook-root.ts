import type { BuildView } from "@debootc/tools/sandbox/build-sandbox";
import { type OpenedFiles, watchOpenedFiles } from "@debootc/tools/files/opened-files";

/** Represents a root in which hooks act, and what continues in it for plugins between hooks. */
export interface HookRoot {
  /** The build's view of it. */
  readonly view: Pick<BuildView, "root" | "binds" | "tmpfs" | "env">;
  /** Starts to record which files are opened, and continues until the root is closed. */
  readonly watchOpens: () => Promise<void>;
  /** Returns the paths of the regular files opened since then, as seen by the processes that opened them. */
  readonly openedFiles: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

export function openHookRoot(view: HookRoot["view"]): HookRoot {
  let watch: Promise<OpenedFiles> | undefined;
  return {
    view,
    watchOpens: async () => void (await (watch ??= watchOpenedFiles(view.root))),
    openedFiles: async () => (watch === undefined ? [] : (await watch).paths()),
    close: async () => {
      const begun = await watch?.catch(() => undefined);
      await begun?.close();
    },
  };
}
