import { SilenceWatch } from "@debootc/tools/http/silence-watch";
import { GitHubError } from "./github-error.ts";

/** How long nothing may arrive before a connection counts as dead, in milliseconds. */
const idle = 60_000;

/**
 * Reads what GitHub keeps outside its API, by an address that needs no token and gets none. A download that ends too early
 * throws `github-unreachable`, as does whatever else goes wrong.
 */
export async function* downloadBlob(url: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  using watch = new SilenceWatch(idle);
  try {
    const signals = [watch.signal, ...(signal === undefined ? [] : [signal])];
    const response = await fetch(url, { signal: AbortSignal.any(signals) });
    if (response.status !== 200 || response.body === null)
      throw new Error(`the answer has the status ${response.status}`);
    const announced = Number(response.headers.get("content-length") ?? Number.NaN);
    let length = 0;
    for await (const chunk of watch.over(response.body)) {
      length += chunk.length;
      yield chunk;
    }
    if (!Number.isNaN(announced) && length < announced)
      throw new Error(`the connection ended after ${length} of ${announced} bytes`);
  } catch (error) {
    signal?.throwIfAborted();
    const { message, cause } = error as Error & { readonly cause?: { readonly message?: string } };
    throw new GitHubError(
      "github-unreachable",
      `cannot download from ${new URL(url).host}: ${cause?.message ?? message}`,
      {
        hint: "Check that the network of the hub lets it reach the host; the hub tries again by itself.",
        cause: error,
      },
    );
  }
}
