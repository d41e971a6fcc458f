import * as z from "zod";
import { onePackageFaults } from "../../debian/package-name.ts";
import { quoted } from "../../text/quoted.ts";
import type { TextFault } from "../../document/text-schema.ts";

const longest = 1000;

/** An item of `remove-from-packages`, as rpm-ostree writes it: a package, then what to remove of it. */
export const packageRemovalSchema = z
  .array(z.string())
  .superRefine((item, context) => {
    const [name = "", ...patterns] = item;
    const faults = [
      ...(item.length === 0 ? [] : onePackageFaults(name)).map((fault) => ({ fault, index: 0 })),
      ...patterns.flatMap((text, index) => patternFaults(text).map((fault) => ({ fault, index: index + 1 }))),
    ];
    for (const { fault, index } of faults) {
      const { message, ...params } = fault;
      context.addIssue({ code: "custom", path: [index], message, params });
    }
    if (item.length > 1) return;
    const params = { allowed: "[PACKAGE, REGEX, ...]", hint: 'Write `[cpio, "^/usr/share/doc/"]`.' };
    context.addIssue({ code: "custom", message: "nothing says what to remove of the package", params });
  })
  .meta({
    description: "A package, then regular expressions of JavaScript for paths of its files.",
    examples: [["cpio", "^/usr/share/locale/"]],
  });

/** Expressions are not anchored: `/doc/` means every path with this part. */
function patternFaults(text: string): readonly TextFault[] {
  const allowed = "a regular expression of JavaScript, matched against absolute paths";
  if (text === "") return [{ message: "the expression is empty and means every file", allowed }];
  if (text.length > longest) return [{ message: `the expression is longer than ${longest}`, allowed }];
  try {
    void RegExp(text);
    return [];
  } catch (error) {
    const reason = (error as Error).message.replace(/^.*: /, "");
    return [{ message: `${quoted(text)} is not a regular expression: ${reason}`, allowed }];
  }
}
