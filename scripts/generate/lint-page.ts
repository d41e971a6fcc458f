import type { LintRule } from "@debootc/core/lint/rules/lint-rule";
import { lintRules } from "@debootc/core/lint/rules";

const introduction = `<!-- Made by \`npm run generate\` from the rules. -->
# What \`debootc lint\` looks for

\`\`\`sh
bin/debootc lint                          # the image of the newest compose
bin/debootc lint minimal-13-20261122.0    # of another one, by its ID or directory
bin/debootc lint oci:image:1.0            # any image in an OCI layout, whoever made it
bin/debootc lint rootfs                   # a root file system that lies unpacked, an ostree checkout or deployment
bin/debootc lint --list                   # all rules with their levels
bin/debootc lint --skip host-identity     # without a rule; can be given several times
bin/debootc lint --sarif > lint.sarif     # for code scanning; --json has the record debootc/lint
\`\`\`

An image is read from its layers, without root and without unpacking it; each digest is checked. Its packages' scripts
are read, never run. A root that lies unpacked is read as root where files are not yours; what is mounted below it is
left out. In a checkout or deployment of ostree, \`/usr/etc\` is taken for \`/etc\`.

Exit status 6 when there are errors, with \`--fatal-warnings\` also when there are warnings; 0 otherwise. A layout or
layer that is damaged ends with status 10, a name that means nothing with 2. \`skopeo copy\` makes a layout of an image
in any other form:

\`\`\`sh
skopeo copy docker://example.org/image:1.0 oci:image:1.0
\`\`\`

An **error** is what keeps an image from being installed, booted or updated, or what lets others in; a **warning** is
what will be regretted.

`;

const parts = [
  {
    title: "bootc's own checks",
    text: "They have the names and levels of `bootc container lint`, and find what that finds. bootc leaves out `buildah-injected` inside a container and `var-tmpfiles` outside of one; here all apply. Where bootc's linter itself would stop, at a file it cannot parse, the finding is an error.",
    belongs: ({ ofBootc }: LintRule) => ofBootc === true,
  },
  {
    title: "debootc's checks",
    text: "Rules marked *image* ask for an image: a root that lies unpacked has neither labels nor layers.",
    belongs: ({ ofBootc }: LintRule) => ofBootc !== true,
  },
];

/** Text of docs/lint.md. */
export function lintPage(): string {
  const overview = lintRules.map(
    ({ name, level, summary }) => `| [\`${name}\`](#${name}) | ${level} | ${plain(summary)} |\n`,
  );
  const sections = parts.map(({ title, text, belongs }) => {
    return `\n## ${title}\n\n${text}\n${lintRules.filter(belongs).map(ruleText).join("")}`;
  });
  return `${introduction}| rule | level | what holds when it finds nothing |\n|---|---|---|\n${overview.join("")}${sections.join("")}`;
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

/** `<release>` is no tag. */
function plain(text: string): string {
  return text.replaceAll("<", "&lt;").replaceAll("|", "\\|");
}
