import { readIfPresent } from "../files/read-if-present.ts";

/**
 * The mirror debootstrap uses when none is named, without a final slash; undefined when debootstrap is not
 * installed or a derivative has put its own archive there.
 */
export async function debootstrapMirror(program = "/usr/sbin/debootstrap"): Promise<string | undefined> {
  const text = (await readIfPresent(program))?.toString() ?? "";
  const mirror = /^\s*DEF_MIRROR=["']?([^"'\s]+)/m.exec(text)?.[1]?.replace(/\/+$/, "");
  return mirror?.endsWith("/debian") ? mirror : undefined;
}
