import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";

/** Says how a server took deliveries. */
export interface Poured {
  readonly seconds: number;
  /** The time in which 99 of 100 were answered, in seconds. */
  readonly p99: number;
}

interface Pouring {
  readonly port: number;
  readonly secret: string;
  /** What is sent, in turns. */
  readonly payloads: readonly { readonly event: string; readonly body: string }[];
  readonly count: number;
  readonly connections: number;
  /** Begins each GUID. */
  readonly prefix: string;
}

/** Sends signed deliveries, each under a GUID of its own, as fast as they are answered. Throws if one is not accepted. */
export async function pour({ port, secret, payloads, count, connections, prefix }: Pouring): Promise<Poured> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const signed = payloads.map(({ event, body }) => ({
    body,
    headers: {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "x-github-event": event,
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
    },
  }));
  const times: number[] = [];
  let sent = 0;
  const one = (number: number): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      const { headers, body } = signed[number % signed.length] ?? { headers: {}, body: "" };
      const began = performance.now();
      const call = request(
        {
          ...{ agent, port, host: "127.0.0.1", method: "POST", path: "/webhooks" },
          headers: { ...headers, "x-github-delivery": `${prefix}-${number}` },
        },
        (answer) => {
          answer.resume();
          answer.on("end", () => {
            times.push((performance.now() - began) / 1000);
            if ((answer.statusCode ?? 500) < 300) resolve();
            else reject(new Error(`a delivery was answered with ${answer.statusCode}`));
          });
        },
      );
      call.on("error", (error: NodeJS.ErrnoException) => {
        // A server may close a connection just when the next request is sent over it: it is sent again, as proxies do.
        if (call.reusedSocket && error.code === "ECONNRESET") resolve(one(number));
        else reject(error);
      });
      call.end(body);
    });
  const connection = async () => {
    while (sent < count) await one(sent++);
  };
  const began = performance.now();
  try {
    await Promise.all(Array.from({ length: connections }, connection));
  } finally {
    agent.destroy();
  }
  const seconds = (performance.now() - began) / 1000;
  return { seconds, p99: times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN };
}
