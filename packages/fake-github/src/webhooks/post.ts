import { Agent, request as httpRequest } from "node:http";
import { Agent as SecureAgent, request as httpsRequest } from "node:https";

/** Is the answer to a webhook. */
export interface HookAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends webhooks, over connections that are kept. */
export interface Poster {
  /** Rejects if there is no answer; an aborted signal ends it. */
  readonly post: (
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    options: { readonly signal: AbortSignal; readonly insecure: boolean },
  ) => Promise<HookAnswer>;
  readonly close: () => void;
}

/** The log keeps no more of an answer than this. */
const longestAnswer = 25_000;

/** Returns a poster. */
export function poster(): Poster {
  const plain = new Agent({ keepAlive: true });
  const secure = new SecureAgent({ keepAlive: true });
  const insecureAgent = new SecureAgent({ keepAlive: true, rejectUnauthorized: false });
  return {
    post: (url, headers, body, { signal, insecure }) =>
      new Promise((resolve, reject) => {
        const isSecure = url.startsWith("https:");
        const agent = isSecure ? (insecure ? insecureAgent : secure) : plain;
        const content = Buffer.from(body);
        const request = (isSecure ? httpsRequest : httpRequest)(url, {
          method: "POST",
          agent,
          signal,
          headers: { ...headers, "content-length": content.length },
        });
        request.on("error", reject);
        request.on("response", (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            resolve({
              status: response.statusCode ?? 0,
              headers: Object.fromEntries(
                Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
              ),
              body: Buffer.concat(chunks).toString().slice(0, longestAnswer),
            });
          });
        });
        request.end(content);
      }),
    close: () => {
      for (const agent of [plain, secure, insecureAgent]) agent.destroy();
    },
  };
}
