import { shellWord } from "@debootc/core/text/shell-word";
import { join } from "node:path";

interface InContainers {
  /** The copy of the repository that actions/checkout hands out. */
  readonly source: string;
  /** The directory of the shells and the node that steps are run with. */
  readonly interpreters: string;
  /** The node that the one among them starts. */
  readonly node: string;
  /** What jobs need of the environment of act; the token of these services is no secret. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What composing does beyond the rights of a usual container: mounts and namespaces, their networks, and traces. */
const capabilities = ["SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE"];

/** Docker's filter and profile forbid mounts and new namespaces, also to those who may. */
const security = ["seccomp=unconfined", "apparmor=unconfined"];

/**
 * Returns what act is told so that jobs in its containers are as on this machine: with the same shells and node, the same
 * services, and the rights that composing needs. Nothing is left of them, and they cannot reach the engine.
 */
export function containerOptions({ source, interpreters, node, variables }: InContainers): string[] {
  const programs = ["bash", "sh", "node"].map(
    (name) => [join(interpreters, name), `/usr/local/bin/${name}`] as const,
  );
  const binds = [...programs, [node, node] as const, [source, source] as const];
  const options = [
    ...capabilities.map((capability) => `--cap-add ${capability}`),
    ...security.map((option) => `--security-opt ${option}`),
    ...binds.map(([from, to]) => `--mount ${shellWord(readOnlyBind(from, to))}`),
  ];
  return [
    ...["--network", "host", "--rm", "--container-daemon-socket", "-"],
    ...["--container-options", options.join(" ")],
    ...Object.entries(variables).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
  ];
}

/** Docker reads mounts as a line of comma-separated values. */
function readOnlyBind(source: string, target: string): string {
  const value = (text: string) => `"${text.replaceAll('"', '""')}"`;
  return ["type=bind", value(`source=${source}`), value(`target=${target}`), "readonly"].join(",");
}
