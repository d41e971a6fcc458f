import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Is the version of act that script/act builds. */
const version = "v0.2.89";

/** Finds act as script/act does: by ACT, in PATH, or where script/act has built it. */
export function findAct(env: Readonly<Record<string, string | undefined>>): string {
  const cache = env["XDG_CACHE_HOME"] ?? join(env["HOME"] ?? "/root", ".cache");
  const places = [
    ...(env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "act")),
    join(cache, "debootc-act", version, "act"),
  ];
  const found = env["ACT"] ?? places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new Error(
    "cannot run jobs: there is no act; let ACT name it, or run script/act once, which builds it",
  );
}
