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

  test("replaces what cannot be shown or reverses the direction of text", () => {
    expect(html`${"a\u0000b\u202ec\u001bd\n"}`.text).toBe("a\ufffdb\ufffdc\ufffdd\n");
  });
});
