// What the store wants to know of a span beside its text: by what it is found, and who called whom. Pure.

import { attributeOf, type OtlpAttribute, type OtlpSpan, STATUS_ERROR } from './otlp.ts';

/** One arrow of the service map: `from` and `to` are processes, queues, servers, or those outside. */
export type Call = { from: string; to: string };

export type SpanFacts = Pick<OtlpSpan, 'spanId' | 'name'> & {
  traceId: string;
  isRoot: boolean;
  route: string | undefined;
  startNs: number;
  endNs: number;
  isError: boolean;
  linksTo: string[];
  /** By what its trace is found: `route:POST /api/v1/tickets`, `queue:business`, `event:42`, `error:ECONNREFUSED`. */
  tags: string[];
  call: Call | undefined;
  /** What the span says it waited before it began. */
  waitMs: number | undefined;
};

/** Those outside: browsers and whoever else asks the API. */
const CLIENTS = 'clients';
const SOCKETS = 'sockets';
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const MAX_TAG_CHARS = 200;

const kind = { server: 2, client: 3, producer: 4, consumer: 5 } as const;

export function factsOf(span: OtlpSpan, service: string): SpanFacts {
  const read = (key: string) => attributeOf(span.attributes, key);
  const waitMs = Number(read('trunkline.wait_ms') ?? Number.NaN);
  return {
    traceId: span.traceId.toLowerCase(),
    spanId: span.spanId.toLowerCase(),
    name: span.name.slice(0, 200),
    isRoot: !span.parentSpanId,
    route: read('http.route'),
    startNs: Number(span.startTimeUnixNano),
    endNs: Number(span.endTimeUnixNano),
    isError: span.status?.code === STATUS_ERROR,
    linksTo: span.links?.map((link) => link.traceId.toLowerCase()) ?? [],
    tags: tagsOf(span, read),
    call: callOf(span, service, read),
    waitMs: Number.isFinite(waitMs) ? waitMs : undefined,
  };
}

type Read = (key: string) => string | undefined;

function tagsOf(span: OtlpSpan, read: Read): string[] {
  const tags: string[] = [];
  const add = (of: string, value: string | undefined) => {
    if (value) tags.push(`${of}:${value}`.slice(0, MAX_TAG_CHARS));
  };
  const route = read('http.route');
  if (route) add('route', `${read('http.request.method') ?? ''} ${route}`.trim());
  const isSocket = read('messaging.system') === 'socketio';
  const destination = read('messaging.destination.name');
  add('queue', isSocket ? undefined : (destination ?? queueOfRun(span.name)));
  const type = read('trunkline.event.type') ?? (isSocket ? destination : undefined);
  add('type', type);
  // A message of a mailbox or a socket is an event; of other queues it is a job.
  const message = read('messaging.message.id');
  if (type && message && /^\d+$/.test(message)) add('event', message);
  for (const id of (read('url.path') ?? '').match(UUID)?.slice(0, 3) ?? []) add('entity', id.toLowerCase());
  add('entity', read('trunkline.delivery.id'));
  if (span.status?.code === STATUS_ERROR) add('error', read('error.type') ?? span.status.message ?? 'error');
  return tags;
}

/** Runs and drains are traces of their own, named after the queue that set them off. */
function queueOfRun(name: string): string | undefined {
  return /^(?:run|drain) (\S+)$/.exec(name)?.[1];
}

function callOf(span: OtlpSpan, service: string, read: Read): Call | undefined {
  const destination = read('messaging.destination.name');
  const isSocket = read('messaging.system') === 'socketio';
  switch (span.kind) {
    case kind.server:
      return { from: CLIENTS, to: service };
    case kind.client: {
      const to = read('db.system.name') ?? read('db.system') ?? read('trunkline.provider');
      const server = to ?? read('server.address');
      return server ? { from: service, to: server.slice(0, 60) } : undefined;
    }
    case kind.producer:
      if (isSocket) return { from: service, to: SOCKETS };
      return destination ? { from: service, to: queueNode(destination) } : undefined;
    case kind.consumer:
      if (isSocket) return { from: SOCKETS, to: CLIENTS };
      return destination ? { from: queueNode(destination), to: service } : undefined;
    default:
      return undefined;
  }
}

export function queueNode(name: string): string {
  return `queue ${name}`.slice(0, 60);
}

/** The role where the process names one, else the service. */
export function serviceOf(attributes: OtlpAttribute[] | undefined): string {
  const name =
    attributeOf(attributes, 'trunkline.role') ?? attributeOf(attributes, 'service.name') ?? 'unknown';
  return name.slice(0, 60);
}
