import { linkSync } from "node:fs";
import { copyFile } from "node:fs/promises";

/**
 * A second name for a file that is never written again, or a copy where the file system allows none. Not by a
 * promise: a repository has ten thousand objects, and each promise takes three times as long as its link.
 */
export async function linkFile(from: string, to: string): Promise<void> {
  try {
    linkSync(from, to);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "EXDEV" && code !== "EPERM" && code !== "EMLINK") throw error;
    await copyFile(from, to);
  }
}
