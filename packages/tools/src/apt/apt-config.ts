import { readIfPresent } from "../files/read-if-present.ts";
import { run } from "../run.ts";

/** The Debian archive as the host's own apt configuration names it, without a final slash. */
export interface HostMirrors {
  readonly main: string | undefined;
  readonly security: string | undefined;
}

/** Reads where the host gets Debian from; both undefined on a host that is not Debian. Touches no state of apt. */
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
    // A warning about some other source of the host is not our business.
    accept: [0, 100],
  });
  const uris: string[] = [];
  for (const line of new Set(stdout.split("\n").filter(Boolean)))
    uris.push(...(await expandMirrorList(line)));
  return chooseMirrors(uris);
}

/** Only the configuration is asked: with the host's indexes at hand apt would first work through all of them. */
const withoutState = ["-oDir::State::Lists=/nonexistent/", "-oDir::State::Status=/dev/null"];

/** The first addresses whose path is Debian's: `/debian` and `/debian-security`. */
export function chooseMirrors(uris: readonly string[]): HostMirrors {
  const usable = uris.map((uri) => uri.replace(/\/+$/, "")).filter((uri) => /^(?:https?|file):/.test(uri));
  return {
    main: usable.find((uri) => uri.endsWith("/debian")),
    security: usable.find((uri) => uri.endsWith("/debian-security")),
  };
}

/** The proxies of the host's apt configuration, as environment variables. */
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

/** Debian's cloud images name their mirrors in a file (apt-transport-mirror(1)). */
async function expandMirrorList(uri: string): Promise<string[]> {
  const list = /^mirror\+file:(\/.*?)\/*$/.exec(uri)?.[1];
  if (list === undefined) return [uri];
  const text = (await readIfPresent(list.replace(/^\/+/, "/")))?.toString() ?? "";
  return text.split("\n").flatMap((line) => (line.startsWith("#") ? [] : (line.split(/\s+/)[0] ?? [])));
}
