/** OpenAPI 3.1, made from the table of routes. */
import type * as z from 'zod/mini';
import { attachmentSchema } from '../contracts/attachments.ts';
import { auditSchema } from '../contracts/audit.ts';
import { broadcastSchema } from '../contracts/broadcasts.ts';
import { customerSchema } from '../contracts/customers.ts';
import { errors, problemSchema } from '../contracts/generic/errors.ts';
import { createSchemaCollector, type SchemaCollector } from '../contracts/json-schema.ts';
import { deliverySchema, notificationSchema } from '../contracts/notifications.ts';
import { deadLetterSchema, scheduleSchema } from '../contracts/operations.ts';
import { permissions } from '../contracts/permissions.ts';
import { rolePermissionsSchema } from '../contracts/roles.ts';
import { sessionAnswerSchema, sessionSchema } from '../contracts/session.ts';
import { technicianSchema } from '../contracts/technicians.ts';
import { historyEntrySchema } from '../contracts/ticket-list.ts';
import { ticketSchema } from '../contracts/tickets.ts';
import { createdTokenSchema, tokenSchema } from '../contracts/tokens.ts';
import { userSchema } from '../contracts/users.ts';
import type { Route } from './route.ts';

const named: Readonly<Record<string, z.ZodMiniType>> = {
  Problem: problemSchema,
  Ticket: ticketSchema,
  Attachment: attachmentSchema,
  HistoryEntry: historyEntrySchema,
  SignedIn: sessionAnswerSchema,
  Session: sessionSchema,
  User: userSchema,
  Role: rolePermissionsSchema,
  Customer: customerSchema,
  Technician: technicianSchema,
  Notification: notificationSchema,
  Delivery: deliverySchema,
  Token: tokenSchema,
  CreatedToken: createdTokenSchema,
  Broadcast: broadcastSchema,
  DeadLetter: deadLetterSchema,
  Schedule: scheduleSchema,
  AuditEntry: auditSchema,
};

type Json = Record<string, unknown>;

export function openApiOf(routes: readonly Route[]): Json {
  const collector = createSchemaCollector(named);
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:([a-zA-Z]+)/g, '{$1}');
    paths[path] ??= {};
    (paths[path] as Json)[route.method] = operationOf(route, collector);
  }
  // Referred to by every operation, so it is there even if no route names it.
  collector.of(problemSchema, 'output');
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Trunkline',
      version: '1',
      description: introduction,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: collector.schemas,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'trunkline_session' },
        token: { type: 'http', scheme: 'bearer', description: 'A token made under /api/v1/tokens' },
      },
      responses: {
        Problem: {
          description: 'A problem (RFC 9457); `code` is one of the catalogue',
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      },
    },
  };
}

const introduction = `The API of the portal.

Lists answer \`{data, page: {next}, position}\`; hand \`page.next\` back as \`cursor\`. \`position\` is where the log
stood before the data were read: give it to the realtime server as \`since\`, and nothing is missed.

Requests that change something take an \`Idempotency-Key\`: repeated with the same key and body they answer the same
and happen once. Those of a cookie need a same-origin \`Origin\`.

Who may call an operation stands in \`x-access\`: \`public\`, \`signed_in\`, \`session\` (signed in, no token), or permissions of
which one is enough. Technicians and customers see their own rows only; what is not theirs answers 404.

Limits are told by \`RateLimit\` and \`RateLimit-Policy\` (draft-ietf-httpapi-ratelimit-headers).

Problems have one of these codes:

${Object.entries(errors)
  .map(([code, { status, title, remedy }]) => `- \`${code}\` (${status}) ${title}. ${remedy}`)
  .join('\n')}`;

function operationOf(route: Route, collector: SchemaCollector): Json {
  const parameters = [
    ...parametersOf('path', route.params, collector),
    ...parametersOf('query', route.query, collector),
    ...headersOf(route),
  ];
  const body = route.body && collector.of(route.body, 'input');
  const upload = route.upload?.map((type) => [type, { schema: { contentMediaType: type } }] as const);
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    description: describeAccess(route),
    /** For machines: the same as `description` says in words. */
    'x-access': route.access,
    ...securityOf(route),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? { requestBody: { required: isRequired(body), content: { 'application/json': { schema: body } } } }
      : {}),
    ...(upload ? { requestBody: { required: true, content: Object.fromEntries(upload) } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, { description, schema, type = 'application/json' }]) => [
          status,
          {
            description,
            ...(schema
              ? { content: { [type]: { schema: collector.of(schema, 'output') } } }
              : type === 'application/json'
                ? {}
                : { content: { [type]: { schema: { type: 'string' } } } }),
          },
        ]),
      ),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

/** A body of optional fields only may be left out. */
function isRequired(body: Json): boolean {
  return body.$ref !== undefined || (Array.isArray(body.required) && body.required.length > 0);
}

/** `POST /api/v1/tickets/:id/assign` → `postTicketsIdAssign`. */
function operationId({ method, path }: Route): string {
  const words = path
    .replace('/api/v1', '')
    .split(/[^a-zA-Z]+/)
    .filter(Boolean);
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function describeAccess({ access }: Route): string {
  switch (access) {
    case 'public':
      return 'For everybody.';
    case 'signed_in':
      return 'For everybody who is signed in, and for tokens.';
    case 'session':
      return 'For everybody who is signed in; not for tokens.';
    default:
      return `Needs ${access.map((name) => `\`${name}\` (${permissions[name]})`).join(', or ')}.`;
  }
}

function securityOf({ access }: Route): Json {
  if (access === 'public') return { security: [] };
  return { security: access === 'session' ? [{ session: [] }] : [{ session: [] }, { token: [] }] };
}

function parametersOf(
  place: 'path' | 'query',
  schema: z.ZodMiniType | undefined,
  collector: SchemaCollector,
): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = collector.of(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...own } = property;
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description ? { description } : {}),
      // Several values of one filter are separated by commas.
      ...(own.type === 'array' ? { style: 'form', explode: false } : {}),
      schema: own,
    };
  });
}

function headersOf({ idempotent, ifMatch, upload }: Route): Json[] {
  const headers: Json[] = [];
  if (upload) {
    headers.push({
      name: 'Content-Disposition',
      in: 'header',
      required: false,
      description: 'The name of the file, such as `attachment; filename="photo.jpg"` (RFC 6266).',
      schema: { type: 'string' },
    });
  }
  if (idempotent) {
    headers.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'Repeated with the same key and body, the request answers the same and happens once (24 h).',
      schema: { type: 'string', minLength: 1, maxLength: 200 },
    });
  }
  if (ifMatch) {
    headers.push({
      name: 'If-Match',
      in: 'header',
      required: ifMatch === 'required',
      description: 'The ETag that was read; 412 with the current version when it is stale.',
      schema: { type: 'string' },
    });
  }
  return headers;
}
