// Renders /openapi.json as a page to read. Shows what the document says and nothing else; it sends no other request.
"use strict";

const METHODS = ["get", "post", "put", "patch", "delete"];

/** An element with properties and children; text is always text, never markup. */
function element(name, properties, ...children) {
  const node = document.createElement(name);
  Object.assign(node, properties);
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

function schemaName(reference) {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

/** What a schema is, in a few words with links. */
function typeOf(schema) {
  if (!schema) return ["anything"];
  if (schema.$ref) {
    const name = schemaName(schema.$ref);
    return [element("a", { href: `#schema-${name}` }, name)];
  }
  const choices = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (choices) return join(choices.map(typeOf), schema.allOf ? " and " : " or ");
  if (schema.enum) return [schema.enum.map((value) => JSON.stringify(value)).join(" or ")];
  const types = [schema.type ?? "anything"].flat();
  return join(types.map((type) => oneType(type, schema)), " or ");
}

function oneType(type, schema) {
  if (type === "array") return ["list of ", ...typeOf(schema.items)];
  if (type === "object" && schema.additionalProperties) return ["map of ", ...typeOf(schema.additionalProperties)];
  return [type, type === "null" ? "" : limits(schema)];
}

function limits(schema) {
  const { minimum, maximum, minLength, maxLength, default: preset, pattern } = schema;
  const parts = [];
  if (minimum !== undefined || maximum !== undefined) parts.push(`${minimum ?? "…"} to ${maximum ?? "…"}`);
  if (minLength || maxLength) parts.push(`${minLength ?? 0} to ${maxLength ?? "…"} characters`);
  if (pattern) parts.push(pattern);
  if (preset !== undefined) parts.push(`default ${JSON.stringify(preset)}`);
  return parts.length ? ` (${parts.join(", ")})` : "";
}

function join(lists, word) {
  return lists.flatMap((list, index) => (index ? [word, ...list] : list));
}

/** Text with `code` in back quotes. */
function prose(text) {
  return (text ?? "").split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));
}

/** The few forms of Markdown that descriptions use: paragraphs and lists. */
function markdown(text) {
  return (text ?? "").split(/\n\s*\n/).filter(Boolean).map((block) => {
    const lines = block.trim().split("\n");
    if (!lines.every((line) => line.startsWith("- "))) return element("p", {}, ...prose(block));
    return element("ul", {}, ...lines.map((line) => element("li", {}, ...prose(line.slice(2)))));
  });
}

function row(name, needed, type, text) {
  const mark = needed ? element("span", { className: "needed", title: "required" }, " *") : null;
  return element(
    "tr",
    {},
    element("td", {}, element("code", {}, name), mark),
    element("td", {}, ...type),
    element("td", { className: "soft" }, ...prose(text)),
  );
}

function table(rows) {
  return element("table", {}, element("tbody", {}, ...rows));
}

function fields(schema) {
  const needed = new Set(schema.required ?? []);
  const own = Object.entries(schema.properties ?? {});
  return own.map(([name, property]) => row(name, needed.has(name), typeOf(property), property.description));
}

function contents(content) {
  return Object.entries(content ?? {}).map(([kind, { schema }]) => {
    const quiet = kind === "application/json" ? "" : ` (${kind})`;
    return element("span", {}, ...typeOf(schema), quiet);
  });
}

function body(request) {
  if (!request) return [];
  return [element("h4", {}, "Body"), element("div", {}, ...contents(request.content))];
}

function responses(all, named) {
  const line = ([status, response]) => {
    const { content, description } = response.$ref ? named[schemaName(response.$ref)] : response;
    return row(status, false, contents(content), description);
  };
  const good = Object.entries(all).filter(([status]) => status < "400");
  const bad = Object.entries(all).filter(([status]) => status >= "400");
  return [
    element("h4", {}, "Answer"),
    table(good.map(line)),
    element("details", {}, element("summary", {}, "Problems"), table(bad.map(line))),
  ];
}

function whoMay(operation, preset) {
  const schemes = (operation.security ?? preset ?? []).flatMap((one) => Object.keys(one));
  const words = { session: "a person's session", token: "an API token", visitor: "a visitor's token" };
  return schemes.length ? `needs ${schemes.map((name) => words[name] ?? name).join(" or ")}` : "open to anybody";
}

function renderOperation({ path, method, operation }, spec) {
  const parameters = (operation.parameters ?? []).map((parameter) =>
    row(parameter.name, parameter.required, typeOf(parameter.schema), parameter.description),
  );
  const article = element(
    "article",
    { id: operation.operationId },
    element("h3", {}, operation.summary ?? operation.operationId),
    element(
      "div",
      { className: "line" },
      element("span", { className: `method ${method}` }, method.toUpperCase()),
      element("span", { className: "path" }, `${spec.servers?.[0]?.url ?? ""}${path}`),
      element("span", { className: "soft" }, `${operation.operationId}, ${whoMay(operation, spec.security)}`),
    ),
    ...markdown(operation.description),
    ...(parameters.length ? [element("h4", {}, "Parameters"), table(parameters)] : []),
    ...body(operation.requestBody),
    ...responses(operation.responses ?? {}, spec.components?.responses ?? {}),
  );
  article.dataset.words = `${path} ${operation.operationId} ${operation.summary ?? ""}`.toLowerCase();
  return article;
}

/** The operations of each family, in the order of the document. */
function families(spec) {
  const found = new Map();
  for (const [path, item] of Object.entries(spec.paths)) {
    for (const method of METHODS.filter((name) => item[name])) {
      const family = item[method].tags?.[0] ?? "Other";
      found.set(family, [...(found.get(family) ?? []), { path, method, operation: item[method] }]);
    }
  }
  return found;
}

function render(spec) {
  document.getElementById("version").textContent = spec.info.version;
  document.getElementById("about").append(...markdown(spec.info.description));
  const operations = document.getElementById("operations");
  const index = document.getElementById("index");
  operations.replaceChildren();
  for (const [family, entries] of families(spec)) {
    const rendered = entries.map((entry) => renderOperation(entry, spec));
    operations.append(element("section", {}, element("h2", {}, family), ...rendered));
    const links = entries.map(({ operation }) => {
      const link = element("a", { href: `#${operation.operationId}` }, operation.summary ?? operation.operationId);
      const item = element("li", {}, link);
      item.dataset.operation = operation.operationId;
      return item;
    });
    index.append(element("section", {}, element("h2", {}, family), element("ul", {}, ...links)));
  }
  for (const [name, schema] of Object.entries(spec.components?.schemas ?? {})) {
    const own = schema.properties ? table(fields(schema)) : element("p", {}, ...typeOf(schema));
    document
      .getElementById("schemas")
      .append(element("article", { id: `schema-${name}` }, element("h3", {}, name), ...markdown(schema.description), own));
  }
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

/** Shows only what holds all the words. */
function filter(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  for (const article of document.querySelectorAll("#operations article")) {
    const hidden = !words.every((word) => article.dataset.words.includes(word));
    article.hidden = hidden;
    const item = document.querySelector(`[data-operation="${article.id}"]`);
    if (item) item.hidden = hidden;
  }
  for (const section of document.querySelectorAll("#operations section, #index section")) {
    section.hidden = !section.querySelector("article:not([hidden]), li:not([hidden])");
  }
}

document.getElementById("filter").addEventListener("input", (event) => filter(event.target.value));
fetch("openapi.json")
  .then((answer) => answer.json())
  .then(render)
  .catch(() => {
    document.getElementById("status").textContent = "The document could not be read. Reload the page to try again.";
  });
