import { run } from "../run.ts";

/** Versions of the host's packages that are installed, by name; `patterns` as dpkg-query(1) takes them. */
export async function installedVersions(patterns: readonly string[]): Promise<Record<string, string>> {
  const { stdout } = await run({
    tool: "dpkg-query",
    args: ["--show", "--showformat=${db:Status-Status} ${Package} ${Version}\n", "--", ...patterns],
    // Some of them it does not know.
    accept: [0, 1],
  });
  const words = stdout.split("\n").map((line) => line.split(" "));
  return Object.fromEntries(
    words.flatMap(([status, name = "", version = ""]) => (status === "installed" ? [[name, version]] : [])),
  );
}
