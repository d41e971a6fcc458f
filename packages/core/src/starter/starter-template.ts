/** Names what a new directory can begin with. */
export const starterTemplateNames = ["appliance", "server", "desktop", "container-host"] as const;
export type StarterTemplate = (typeof starterTemplateNames)[number];

interface Described {
  /** The treefile of `treefiles/` that the new one includes. */
  readonly treefile: string;
  /** What it is, as a comment says it. */
  readonly what: string;
  /** Whether people sit in front of it, and so need a password. */
  readonly isSeated: boolean;
}

/** Describes what a new directory can begin with. */
export const starterTemplates: Readonly<Record<StarterTemplate, Described>> = {
  appliance: { treefile: "edge.yaml", what: "An appliance that nobody looks after", isSeated: false },
  server: { treefile: "server.yaml", what: "A server that upgrades itself", isSeated: false },
  desktop: { treefile: "desktop.yaml", what: "A desktop with Xfce", isSeated: true },
  "container-host": {
    treefile: "container-host.yaml",
    what: "A server that runs containers and upgrades itself",
    isSeated: false,
  },
};
