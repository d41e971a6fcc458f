import { readIfPresent } from "../files/paths.ts";
import { run } from "../run.ts";

/** Names the Debian mirrors in the host's own apt configuration, without a final slash. */
export interface HostMirrors {
  readonly main: string | undefined;
  readonly security: string | undefined;
}

/** Finds the mirrors the host uses; both are undefined on a host other than Debian. Leaves apt's state untouched. */
export async function hostMirrors(): Promise<HostMirrors> {
  const { stdout } = await run({
    tool: "apt-get",
    args: [
      ...withoutState,
      "indextargets",
      "--no-release-info",
      "--format",
      "$(REPO_URI)",
      "Created-By: Packages",
    ],
    // Warnings about the host's other sources do not matter here.
    accept: [0, 100],
  });
  const uris: string[] = [];
  for (const line of new Set(stdout.split("\n").filter(Boolean)))
    uris.push(...(await expandMirrorList(line)));
  return chooseMirrors(uris);
}

/** Limits apt to its configuration: if it saw the host's indexes, it would first read all of them. */
const withoutState = ["-oDir::State::Lists=/nonexistent/", "-oDir::State::Status=/dev/null"];

/** Chooses the first addresses with Debian's own paths: `/debian` and `/debian-security`. */
export function chooseMirrors(uris: readonly string[]): HostMirrors {
  const usable = uris.map((uri) => uri.replace(/\/+$/, "")).filter((uri) => /^(?:https?|file):/.test(uri));
  return {
    main: usable.find((uri) => uri.endsWith("/debian")),
    security: usable.find((uri) => uri.endsWith("/debian-security")),
  };
}

/** Returns the proxies of the host's apt configuration as environment variables. */
export async function hostAptProxy(): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await run({
    tool: "apt-config",
    args: ["shell", "http_proxy", "Acquire::http::Proxy", "https_proxy", "Acquire::https::Proxy"],
  });
  const proxies = Object.fromEntries(
    [...stdout.matchAll(/^(https?_proxy)='([^']+)'$/gm)]
      .filter(([, , address]) => address !== "DIRECT")
      .map(([, name, address]) => [name, address]),
  );
  return proxies;
}

/** Replaces a mirror list by its mirrors: Debian's cloud images keep theirs in a file (apt-transport-mirror(1)). */
async function expandMirrorList(uri: string): Promise<string[]> {
  const list = /^mirror\+file:(\/.*?)\/*$/.exec(uri)?.[1];
  if (list === undefined) return [uri];
  const text = (await readIfPresent(list.replace(/^\/+/, "/")))?.toString() ?? "";
  return text.split("\n").flatMap((line) => (line.startsWith("#") ? [] : (line.split(/\s+/)[0] ?? [])));
}
