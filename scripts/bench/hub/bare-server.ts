import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

// What every receiver of webhooks does at least, and no more: it verifies the signature and parses the body. It stores
// nothing, so what it acknowledged is gone when it ends.
const secret = process.env["DEBOOTC_WEBHOOK_SECRET"] ?? "";

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
    const given = Buffer.from(String(request.headers["x-hub-signature-256"]));
    const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
    if (isSigned) JSON.parse(body.toString());
    response.writeHead(isSigned ? 202 : 401).end();
  });
});
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ msg: "the hub listens", port: (server.address() as AddressInfo).port }));
});
