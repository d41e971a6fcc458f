import { escapeHtml, htmlPage } from "./html-page.ts";

/** Holds the parts of an OpenAPI document that people read. */
export interface ReadDocument {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string | undefined;
  };
  readonly paths?: Readonly<Record<string, object>> | undefined;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> | undefined } | undefined;
}

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content & { readonly description?: string }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
}

const methods = ["get", "post", "put", "patch", "delete"];

/** Shows an OpenAPI document as a page that people read. */
export function documentPage({ info, paths = {}, components }: ReadDocument): string {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) =>
      methods.includes(method)
        ? [{ path, method: method.toUpperCase(), operation: operation as Operation }]
        : [],
    ),
  );
  const sections = [...Map.groupBy(operations, ({ operation }) => operation.tags?.[0] ?? "other")].map(
    ([tag, inside]) => `<h2>${escapeHtml(tag)}</h2>\n${inside.map((one) => operationMarkup(one)).join("\n")}`,
  );
  const schemas = Object.entries(components?.schemas ?? {}).map(
    ([name, schema]) => `<h3 id="${escapeHtml(name)}">${escapeHtml(name)}</h3>\n${fields(schema as Schema)}`,
  );
  const text = info.description === undefined ? "" : `<p>${escapeHtml(info.description)}</p>`;
  return htmlPage(
    `${info.title} ${info.version}`,
    `${text}\n<p>For programs: <a href="/openapi.json">/openapi.json</a>. Failures: <a href="/docs/errors">/docs/errors</a>.</p>\n${sections.join("\n")}\n<h2>Values</h2>\n${schemas.join("\n")}`,
  );
}

interface Shown {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

function operationMarkup({ path, method, operation }: Shown): string {
  const { summary = "", description, parameters = [], requestBody, responses = {} } = operation;
  const rows = parameters.map(
    ({ name, in: place, required = false, description: about, schema = {} }) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${escapeHtml(place)}${required ? "" : ", optional"}</td><td>${typeMarkup(schema)}</td><td>${escapeHtml(about ?? schema.description ?? "")}</td></tr>`,
  );
  const body = schemaOf(requestBody);
  const answers = Object.entries(responses).map(([status, response]) => {
    const schema = schemaOf(response);
    return `<tr><td>${escapeHtml(status)}</td><td>${schema === undefined ? "" : typeMarkup(schema)}</td><td>${escapeHtml(response.description ?? "")}</td></tr>`;
  });
  return [
    `<h3><code>${method} ${escapeHtml(path)}</code></h3>`,
    `<p>${escapeHtml(summary)}.${description === undefined ? "" : ` ${escapeHtml(description)}`}</p>`,
    rows.length === 0 ? "" : `<table>${rows.join("")}</table>`,
    body === undefined
      ? ""
      : `<p>Takes:</p>${body.properties === undefined ? typeMarkup(body) : fields(body)}`,
    `<p>Answers:</p><table>${answers.join("")}</table>`,
  ].join("\n");
}

function schemaOf(content: Content | undefined): Schema | undefined {
  return Object.values(content?.content ?? {})[0]?.schema;
}

function fields({ properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(
    ([name, schema]) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${required.includes(name) ? "" : "optional"}</td><td>${typeMarkup(schema)}</td><td>${escapeHtml(schema.description ?? "")}</td></tr>`,
  );
  return `<table>${rows.join("")}</table>`;
}

function typeMarkup(schema: Schema): string {
  const name = schema.$ref?.split("/").at(-1);
  if (name !== undefined) return `<a href="#${escapeHtml(name)}">${escapeHtml(name)}</a>`;
  const parts = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (parts !== undefined) return parts.map((part) => typeMarkup(part)).join(" or ");
  if (schema.enum !== undefined)
    return schema.enum.map((one) => `<code>${escapeHtml(String(one))}</code>`).join(", ");
  if (schema.items !== undefined) return `list of ${typeMarkup(schema.items)}`;
  const type = [schema.type ?? "any"].flat().join(" or ");
  const range = [schema.minimum, schema.maximum].some((bound) => bound !== undefined)
    ? ` ${schema.minimum ?? ""} to ${schema.maximum ?? ""}`
    : "";
  const fallback = schema.default === undefined ? "" : `, default ${JSON.stringify(schema.default)}`;
  return escapeHtml(`${type}${range}${fallback}`);
}
