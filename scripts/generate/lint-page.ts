import type { LintRule } from "@debootc/core/lint/rules/lint-rule";
import { lintRules } from "@debootc/core/lint/rules";

const introduction = `<!-- \`npm run generate\` makes this page from the rules. -->
# What does the linter look for?

\`\`\`sh
bin/debootc lint                          # the image of the newest compose
bin/debootc lint minimal-13-20261122.0    # the image of another compose, by its ID or directory
bin/debootc lint oci:image:1.0            # any image in an OCI layout, whoever made it
bin/debootc lint rootfs                   # an unpacked root file system, an ostree checkout or deployment
bin/debootc lint --list                   # all rules with their levels
bin/debootc lint --skip host-identity     # without a rule; can be given several times
bin/debootc lint --sarif > lint.sarif     # for code scanning; --json gives the record debootc/lint
\`\`\`

The linter reads an image from its layers, without root and without unpacking it, and checks each digest. It reads the
scripts of packages but never runs them. It reads an unpacked root with root's rights if some files are not yours, and
leaves out what is mounted below it. In a checkout or deployment of ostree, \`/usr/etc\` counts as \`/etc\`.

The exit status is 6 if there are errors, or with \`--fatal-warnings\` also if there are warnings; otherwise 0. A damaged
layout or layer ends with status 10, a name that means nothing with 2. \`skopeo copy\` makes a layout from an image in any
other form:

\`\`\`sh
skopeo copy docker://example.org/image:1.0 oci:image:1.0
\`\`\`

An **error** keeps an image from being installed, booted or updated, or lets others in; a **warning** is something that
you will regret.

`;

const parts = [
  {
    title: "bootc's own checks",
    text: "They have the names and levels of `bootc container lint`, and find the same. bootc leaves out `buildah-injected` inside a container and `var-tmpfiles` outside one; here all apply. Where bootc's linter would stop at a file that it cannot parse, the finding is an error.",
    belongs: ({ ofBootc }: LintRule) => ofBootc === true,
  },
  {
    title: "debootc's checks",
    text: "Rules marked *image* need an image: an unpacked root has neither labels nor layers.",
    belongs: ({ ofBootc }: LintRule) => ofBootc !== true,
  },
];

/** Formats docs/lint.md. */
export function lintPage(): string {
  const overview = lintRules.map(
    ({ name, level, summary }) => `| [\`${name}\`](#${name}) | ${level} | ${plain(summary)} |\n`,
  );
  const sections = parts.map(({ title, text, belongs }) => {
    return `\n## ${title}\n\n${text}\n${lintRules.filter(belongs).map(ruleText).join("")}`;
  });
  return `${introduction}| rule | level | what is true if it finds nothing |\n|---|---|---|\n${overview.join("")}${sections.join("")}`;
}

function ruleText({ name, level, summary, why, remedy, onlyImages }: LintRule): string {
  const kind = onlyImages ? `${level}, *image*` : level;
  return `
### ${name}

${kind}: ${plain(summary)}.

Why: ${plain(why)}

What to do: ${plain(remedy)}
`;
}

/** `<release>` is not a tag. */
function plain(text: string): string {
  return text.replaceAll("<", "&lt;").replaceAll("|", "\\|");
}
