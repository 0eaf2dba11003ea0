/** What each operation takes and answers, by operation id, read off the server's own document. */
import type { routes } from "./routes";
import type { operations } from "./schema";
import type { Present, RoleOut, SessionOut } from "./types";

export type OperationId = keyof typeof routes & keyof operations;

/** Where the document knows less than we do: maps are keyed by permission, not by any string. */
interface Sharper {
  session_create: SessionOut;
  session_lookup: SessionOut;
  setup_complete: SessionOut;
  invitation_accept: SessionOut;
  role_list: { items: RoleOut[]; next: string | null };
}

type Operation<Key extends OperationId> = operations[Key];

type PathPart<O> = O extends { parameters: { path: infer Path } } ? { path: Path } : unknown;

type QueryPart<O> = O extends { parameters: { query: infer Query } }
  ? { query: Query }
  : O extends { parameters: { query?: infer Query } }
    ? [Query] extends [never]
      ? unknown
      : { query?: Query }
    : unknown;

/** Anything that is not JSON goes over as the bytes it is. */
type Body<Content> = Content extends { "application/json": infer Json } ? Json : Blob;

type BodyPart<O> = O extends { requestBody: { content: infer Content } }
  ? { body: Body<Content> }
  : O extends { requestBody?: { content: infer Content } }
    ? { body?: Body<Content> }
    : unknown;

type Good<Responses> = Responses extends { 200: infer Response }
  ? Response
  : Responses extends { 201: infer Response }
    ? Response
    : undefined;

type Content<Response> = Response extends { content: { "application/json": infer Json } }
  ? Present<Json>
  : Response extends { content: infer Other }
    ? [Other] extends [never]
      ? undefined
      : string
    : undefined;

/** The arguments of an operation: `path`, `query`, `body`, as far as it has them. */
export type Arguments<Key extends OperationId> = PathPart<Operation<Key>> &
  QueryPart<Operation<Key>> &
  BodyPart<Operation<Key>>;

export type Answer<Key extends OperationId> = Key extends keyof Sharper
  ? Sharper[Key]
  : Content<Good<Operation<Key>["responses"]>>;

/** Operations that can be called without arguments. */
export type Bare = {
  [Key in OperationId]: Record<never, never> extends Arguments<Key> ? Key : never;
}[OperationId];
