import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { html } from "./html.ts";

describe("html", () => {
  test("escapes values, but not HTML in them, and joins lists", () => {
    const item = html`<li>${`<b> & "'`}</li>`;

    expect(html`<ul title="${'"'}">${[item, item]}${3}${undefined}${false}</ul>`.text).toBe(
      '<ul title="&quot;"><li>&lt;b&gt; &amp; &quot;&#39;</li><li>&lt;b&gt; &amp; &quot;&#39;</li>3</ul>',
    );
  });

  test("lets no text end its place", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  test("shows as escapes what cannot be seen or turns the direction of text", () => {
    expect(html`<p title="${"a\u200bb"}">${"a\u0000b\u202ec\u001bd\n\t"}</p>`.text).toBe(
      '<p title="a\\u200bb">a\\u0000b\\u202ec\\u001bd\n\t</p>',
    );
  });
});
