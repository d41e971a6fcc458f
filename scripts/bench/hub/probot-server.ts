import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// An App of probot that does nothing with its events and stores none: what it acknowledged is gone when it ends.
const secret = process.env["DEBOOTC_WEBHOOK_SECRET"] ?? "";
const from = createRequire(join(process.env["DEBOOTC_BENCH_PROBOT"] ?? "", "package.json"));

interface ProbotPackage {
  readonly Probot: new (options: object) => unknown;
  readonly createNodeMiddleware: (
    app: (probot: { readonly onAny: (handle: () => void) => void }) => void,
    options: object,
  ) => Promise<Parameters<typeof createServer>[1]>;
}

const { Probot, createNodeMiddleware } = (await import(
  pathToFileURL(from.resolve("probot")).href
)) as ProbotPackage;
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const probot = new Probot({ appId: 1, privateKey, secret, logLevel: "fatal" });
const handle = await createNodeMiddleware((app) => app.onAny(() => {}), {
  probot,
  webhooksPath: "/webhooks",
});
const server = createServer(handle);
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ msg: "the hub listens", port: (server.address() as AddressInfo).port }));
});
