import type { LintTree } from "../subject/lint-tree.ts";

export const osReleaseFiles = /^\/(etc|usr\/lib)\/os-release$/;

/** Assignments of os-release(5); undefined when there is no such file. */
export function osRelease(tree: LintTree): ReadonlyMap<string, string> | undefined {
  const text = tree.text("/etc/os-release") ?? tree.text("/usr/lib/os-release");
  if (text === undefined) return undefined;
  const assignments = [...text.matchAll(/^([A-Z_a-z][\w]*)=(?:"(.*)"|'(.*)'|(.*))$/gm)];
  return new Map(assignments.map(([, name = "", a, b, c]) => [name, (a ?? b ?? c ?? "").trim()]));
}

/** Whether dpkg is this system's package manager; what says nothing of itself counts as Debian. */
export function isDebian(tree: LintTree): boolean {
  const release = osRelease(tree);
  if (release === undefined) return true;
  const names = `${release.get("ID") ?? "debian"} ${release.get("ID_LIKE") ?? ""}`.split(/\s+/);
  return names.includes("debian") || names.includes("ubuntu");
}
