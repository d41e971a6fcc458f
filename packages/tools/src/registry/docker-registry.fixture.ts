import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runStream } from "../run.ts";
import { freePort } from "../http/free-port.ts";

/** Is Debian's own registry (docker-registry) with an empty store. */
export interface DockerRegistry extends AsyncDisposable {
  readonly port: number;
}

/**
 * Starts one on a free port. `auth` and `tls` go into its configuration, in which DIRECTORY is where the files are written
 * first.
 */
export async function startDockerRegistry({
  auth = {},
  tls = {},
  files = {},
}: {
  readonly auth?: object;
  readonly tls?: object;
  readonly files?: Readonly<Record<string, string>>;
} = {}): Promise<DockerRegistry> {
  const work = await mkdtempDisposable(join(tmpdir(), "debootc-registry-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(work.path, name), text);
  const port = await freePort();
  await mkdir(join(work.path, "store"));
  const configuration = {
    version: "0.1",
    log: { level: "error", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(work.path, "store") } },
    http: { addr: `127.0.0.1:${port}`, ...(isEmpty(tls) ? {} : { tls }) },
    ...(isEmpty(auth) ? {} : { auth }),
  };
  const file = join(work.path, "config.yml");
  // JSON is YAML.
  await writeFile(file, JSON.stringify(configuration).replaceAll("DIRECTORY", work.path));
  const registry = runStream({
    tool: "docker-registry",
    args: ["serve", file],
    env: { OTEL_TRACES_EXPORTER: "none" },
  });
  registry.stdout.resume();
  let ended: unknown;
  registry.done.catch((error: unknown) => {
    ended = error;
  });
  await answers(port, () => ended);
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      registry.kill();
      await registry.done.catch(() => {});
      await work.remove();
    },
  };
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

async function answers(port: number, endOf: () => unknown): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const isUp = await fetch(`http://127.0.0.1:${port}/v2/`).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    if (endOf() !== undefined) throw endOf();
    await sleep(50);
  }
  throw new Error(`docker-registry does not answer on port ${port}`);
}
