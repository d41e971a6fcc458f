import type { Answer, Call } from "./call.ts";

/** Returns the page of a list that was asked for, with GitHub's Link header. */
export function paginate<T>(
  call: Call,
  items: readonly T[],
  body: (page: readonly T[], total: number) => unknown,
): Answer {
  const size = Math.min(100, Math.max(1, Number(call.query["per_page"] ?? 30)));
  const page = Math.max(1, Number(call.query["page"] ?? 1));
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string) => {
    const query = new URLSearchParams({ ...call.query, per_page: String(size), page: String(to) });
    return `<${call.url}?${query.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(Math.min(page - 1, last), "prev")] : []),
    ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
    ...(page > 1 ? [link(1, "first")] : []),
  ];
  return {
    status: 200,
    body: body(items.slice((page - 1) * size, page * size), items.length),
    ...(links.length === 0 ? {} : { headers: { link: links.join(", ") } }),
  };
}
