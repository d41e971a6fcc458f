import { linkSync } from "node:fs";
import { copyFile } from "node:fs/promises";

/**
 * Links a file that is never written again to a second name, or copies it where the file system allows no link.
 * Synchronous, because a repository has ten thousand objects and a promise takes three times as long as its link.
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
