import { run } from "../run.ts";

/** Returns the versions of the host's installed packages by name; `patterns` are those of dpkg-query(1). */
export async function installedVersions(patterns: readonly string[]): Promise<Record<string, string>> {
  const { stdout } = await run({
    tool: "dpkg-query",
    args: ["--show", "--showformat=${db:Status-Status} ${Package} ${Version}\n", "--", ...patterns],
    // 1: some of the patterns match no package.
    accept: [0, 1],
  });
  const words = stdout.split("\n").map((line) => line.split(" "));
  return Object.fromEntries(
    words.flatMap(([status, name = "", version = ""]) => (status === "installed" ? [[name, version]] : [])),
  );
}
