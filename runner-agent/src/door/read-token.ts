import { reasonOf } from "@debootc/tools/errno";
import { open } from "node:fs/promises";

/**
 * Reads the token of this host from a file that only its owner can read. Throws what is wrong with the file, as a text
 * that does not contain the token.
 */
export async function readToken(path: string): Promise<string> {
  try {
    await using file = await open(path);
    const { mode } = await file.stat();
    if ((mode & 0o077) !== 0) {
      const shown = (mode & 0o777).toString(8).padStart(4, "0");
      throw new Error(`others can read it, or write it: its mode is ${shown}; run chmod 600 on it`);
    }
    const token = (await file.readFile("utf8")).trim();
    if (!/^[\x21-\x7e]{8,500}$/.test(token)) throw new Error("it does not contain a token on one line");
    return token;
  } catch (error) {
    throw new Error(`--token-file ${path}: ${reasonOf(error)}`, { cause: error });
  }
}
