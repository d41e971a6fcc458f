import { runStep } from "@debootc/actions-kit/run/step.fixture";
import { type DockerRegistry, startDockerRegistry } from "@debootc/tools/registry/docker-registry.fixture";
import { run } from "@debootc/tools/run";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

let registry: DockerRegistry;
beforeAll(async () => {
  registry = await startDockerRegistry();
});
afterAll(() => registry[Symbol.asyncDispose]());

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "debootc-action-"));
  await mkdir(join(work, "root/usr/lib"), { recursive: true });
  await mkdir(join(work, "root/etc"));
  await writeFile(join(work, "root/etc/os-release"), "VERSION_ID=13\n");
});
afterEach(() => rm(work, { recursive: true }));

type Texts = Readonly<Record<string, string>>;
const step = (inputs: Texts, environment: Texts = {}) =>
  runStep(join(import.meta.dirname, "main.ts"), work, { source: "root", ...inputs }, environment);

test("an image is made of a root and pushed, and the tags mean it", async () => {
  const at = `127.0.0.1:${registry.port}/test/export`;
  const { exitCode, outputs, summary } = await step({ push: at, tags: "latest 13\n", to: "image" });

  expect(exitCode).toBe(0);
  const { "image-digest": digest } = outputs;
  expect(outputs).toMatchObject({
    image: `oci:${join(work, "image")}:latest`,
    version: "13",
    pushed: `${at}@${digest}`,
    "pushed-digest": digest,
  });
  expect(JSON.parse(outputs["pushes"] ?? "")).toMatchObject([{ tags: ["latest", "13"] }]);
  for (const tag of ["latest", "13"]) {
    const args = ["inspect", "--tls-verify=false", "--format={{.Digest}}", `docker://${at}:${tag}`];
    expect((await run({ tool: "skopeo", args })).stdout.trim()).toBe(digest);
  }
  expect(summary).toContain(`**Pushed** \`${at}@${digest}\` as \`latest\`, \`13\``);
});

test("work of a fork is made, but not pushed", async () => {
  const at = `127.0.0.1:${registry.port}/test/fork`;
  const { exitCode, outputs, stdout } = await step(
    { push: at, tags: "13" },
    { GITHUB_EVENT_NAME: "pull_request_target" },
  );

  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({ version: "13", pushed: "", pushes: "[]" });
  expect(stdout).toContain("::warning title=debootc::nothing is pushed");
  expect((await fetch(`http://127.0.0.1:${registry.port}/v2/test/fork/tags/list`)).status).toBe(404);
});

test.each([
  [{ push: "ghcr.io/Me/image" }, "the input push cannot be"],
  [{ push: "ghcr.io/me/image", tags: "a:b" }, "the input tags cannot be"],
  [{ tags: "13" }, "tags needs push"],
  [{ push: "ghcr.io/me/image", format: "oci-archive" }, "cannot push an image in the format oci-archive"],
])("a push that cannot work is refused before an image is made: %j", async (inputs, said) => {
  const { exitCode, stdout, outputs } = await step({ to: "image", ...inputs });

  expect(exitCode).toBe(2);
  expect(stdout).toContain(said);
  expect(outputs).toEqual({});
  expect(await readdir(work)).not.toContain("image");
});

test("a login of the workflow is masked, reaches the registry alone, and is nowhere afterwards", async () => {
  const seen = new Set<string>();
  const server = createServer(({ headers: { authorization } }, response) => {
    if (authorization !== undefined) seen.add(authorization);
    response.writeHead(401, { "www-authenticate": 'Basic realm="test"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = `127.0.0.1:${(server.address() as AddressInfo).port}/test/login`;
  const login = { "registry-username": "me", "registry-token": "s3cret-t0ken" };
  const { exitCode, stdout, outputs, summary } = await step({ push: at, to: "image", ...login });
  server.close();

  expect(exitCode).toBe(32);
  expect(stdout).toContain("::error title=debootc%3A credentials-refused (configuration)::");
  expect([...seen]).toEqual([`Basic ${Buffer.from("me:s3cret-t0ken").toString("base64")}`]);
  expect(stdout.replace("::add-mask::s3cret-t0ken\n", "")).not.toContain("s3cret-t0ken");
  expect(JSON.stringify([outputs, summary])).not.toContain("s3cret");
  const { stdout: found } = await run({
    tool: "grep",
    args: ["-rlE", "s3cret|bWU6czNjcmV0", work],
    accept: [0, 1],
  });
  expect(found).toBe("");
});
