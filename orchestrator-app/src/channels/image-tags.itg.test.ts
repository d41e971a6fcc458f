import { digestOfBytes } from "@debootc/core/record/digest";
import { mediaTypes } from "@debootc/core/oci/media-types";
import { getManifest, putManifest } from "@debootc/tools/registry/manifests";
import { startDockerRegistry } from "@debootc/tools/registry/docker-registry.fixture";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import { hubScene, plannedRun, start } from "../runs/scene.fixture.ts";
import { sendImage } from "../outgoing/senders/send-image.ts";
import { findPromotion, promoteChannel, rollBackChannel } from "./promote-channel.ts";
import { type Registries, registriesOf } from "./registries.ts";
import { setChannels } from "./set-channels.ts";

const clock = () => new Date();
const login = { name: "robot", password: "s3cret-word" };
const users = "robot:$2y$04$aAVLB9uRzgKBAOc3zF8Sde3LgLAMVy2JGMZ9qZtyQvcCr5/AozX2.\n";

/** Returns an index as a registry takes it, with something in it that tells it from others. */
function imageOf(version: string) {
  const annotations = { version };
  const index = { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [], annotations };
  const bytes = Buffer.from(JSON.stringify(index));
  return { digest: digestOfBytes(bytes), mediaType: mediaTypes.index, bytes };
}

/** Starts a registry that wants a login, and a hub with three releases and a channel for their images. */
async function scene() {
  const stack = new AsyncDisposableStack();
  const registry = stack.use(
    await startDockerRegistry({
      auth: { htpasswd: { realm: "test", path: "DIRECTORY/users" } },
      files: { users },
    }),
  );
  const work = stack.use(await mkdtempDisposable(join(tmpdir(), "debootc-channels-")));
  const host = `127.0.0.1:${registry.port}`;
  const authFile = join(work.path, "auth.json");
  const auth = Buffer.from(`${login.name}:${login.password}`).toString("base64");
  await writeFile(authFile, JSON.stringify({ auths: { [host]: { auth } } }));
  const registries = registriesOf({ logins: { REGISTRY_AUTH_FILE: authFile }, proxy: {} }, clock);
  const database = await hubScene();
  const images = ["v1", "v2", "v3"].map(imageOf);
  for (const [index, { digest }] of images.entries()) {
    const run = await plannedRun(database);
    await database.queries
      .insertInto("release")
      .values({
        ...{ run_id: run, repository_id: 1, tag: `v${index + 1}`, state: "published", github_id: index + 1 },
        ...{ html_url: null, compose_id: "os-13-20261130.0", digest: digestOfBytes(`v${index}`), notes: "" },
        ...{ packages: null, images: JSON.stringify({ server: digest }), failure: null, due_at: start },
        ...{ lease_holder: null, lease_until: null, created_at: start, published_at: start },
      })
      .execute();
  }
  const reference = { registry: host, name: "acme/os/server" };
  await setChannels(database.queries, 1, [
    {
      ...{ name: "stable", automatic: false, latest: false, ageSeconds: 0, checks: [] },
      images: { server: `${host}/acme/os/server` },
    },
  ]);
  const push = (image: ReturnType<typeof imageOf>) =>
    registries.use(reference, (opened) => putManifest(opened, image, image.digest));
  const tag = async () =>
    (await registries.use(reference, (opened) => getManifest(opened, "stable")))?.digest;
  const promote = (release: string, by = registries) => promoteTo(database, release, by);
  return {
    ...{ database, registries, images, push, tag, promote, host },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Promotes a release as the API does. */
async function promoteTo(
  { queries, transact }: Database,
  tag: string,
  registries: Registries,
): Promise<void> {
  const wanted = { repositoryId: 1, channel: "stable", tag };
  const found = await findPromotion(queries, wanted, { checksOf: async () => new Map(), registries });
  await transact((trx) => promoteChannel(trx, found, { actor: "ada", at: clock() }));
}

/** Sends what the hub wants to be done about images. Returns how many rows that were. */
async function send({ queries }: Database, registries: Registries): Promise<number> {
  const rows = await queries.selectFrom("outgoing").selectAll().where("kind", "=", "image").execute();
  for (const row of rows) {
    const sending = { database: { queries }, registries } as unknown as Parameters<typeof sendImage>[0];
    const repository = { fullName: "acme/os" } as Parameters<typeof sendImage>[2];
    expect(await sendImage(sending, row, repository)).toBe("done");
    await queries.deleteFrom("outgoing").where("key", "=", row.key).execute();
  }
  return rows.length;
}

test("a promotion and a rollback move the tag of a channel by digest, to images that are there", async () => {
  await using hub = await scene();
  const { database, registries, images, push, tag, promote } = hub;
  for (const image of images) await push(image);

  await promote("v1");
  expect(await tag()).toBeUndefined();
  expect(await send(database, registries)).toBe(1);
  expect(await tag()).toBe(images[0]?.digest);

  // Two moves before the registry is asked come to one.
  await promote("v2");
  await promote("v3");
  expect(await send(database, registries)).toBe(1);
  expect(await tag()).toBe(images[2]?.digest);

  await rollBackChannel(
    database.queries,
    { repositoryId: 1, channel: "stable" },
    { actor: "ada", at: clock() },
  );
  await send(database, registries);
  expect(await tag()).toBe(images[1]?.digest);
});

test("a release whose image is not in the registry is not promoted, and no tag moves", async () => {
  await using hub = await scene();
  const { database, registries, images, push, tag, promote, host } = hub;
  if (images[0] !== undefined) await push(images[0]);
  await promote("v1");
  await send(database, registries);

  await expect(promote("v2")).rejects.toMatchObject({
    code: "channel-gate-closed",
    message: `cannot promote v2 into stable: the image of server in this release, ${images[1]?.digest}, is not in ${host}/acme/os/server`,
  });
  expect(await send(database, registries)).toBe(0);
  expect(await tag()).toBe(images[0]?.digest);
});

test("a login that the registry refuses is named, and its password is nowhere", async () => {
  await using hub = await scene();
  const { promote, host } = hub;
  const strangers = registriesOf({ logins: {}, proxy: {} }, clock);
  const refused = promote("v1", strangers);
  await expect(refused).rejects.toMatchObject({
    code: "credentials-refused",
    message: expect.stringContaining(`cannot move ${host}/acme/os/server:stable`),
  });
  await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining(login.password) });
  await expect(promote("v1")).rejects.toMatchObject({ code: "channel-gate-closed" });
});
