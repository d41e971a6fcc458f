import type { BuildView } from "@debootc/tools/sandbox/build-sandbox";
import { type OpenedFiles, watchOpenedFiles } from "@debootc/tools/files/opened-files";

/** A root that hooks act in, and what goes on in it for plugins from one hook to the next. */
export interface HookRoot {
  /** As the build sees it. */
  readonly view: Pick<BuildView, "root" | "binds" | "tmpfs" | "env">;
  /** Begins to note which files are opened; once begun, it goes on. */
  readonly watchOpens: () => Promise<void>;
  /** Paths of the regular files that were opened since then, as those who opened them saw them. */
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
