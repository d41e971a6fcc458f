import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { html } from "./html.ts";

describe("html", () => {
  test("values are escaped, HTML in them is not, lists are joined", () => {
    const item = html`<li>${`<b> & "'`}</li>`;

    expect(html`<ul title="${'"'}">${[item, item]}${3}${undefined}${false}</ul>`.text).toBe(
      '<ul title="&quot;"><li>&lt;b&gt; &amp; &quot;&#39;</li><li>&lt;b&gt; &amp; &quot;&#39;</li>3</ul>',
    );
  });

  test("no text can end its place", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  test("what cannot be shown, or turns the direction of what follows, is replaced", () => {
    expect(html`${"a\u0000b\u202ec\u001bd\n"}`.text).toBe("a\ufffdb\ufffdc\ufffdd\n");
  });
});
