import type { IncomingHttpHeaders } from "node:http";

/** Returns headers as Node reads them in the form that `fetch` gives them. */
export function webHeaders(headers: IncomingHttpHeaders): Headers {
  const result = new Headers();
  for (const [name, value = []] of Object.entries(headers))
    for (const one of [value].flat()) result.append(name, one);
  return result;
}
