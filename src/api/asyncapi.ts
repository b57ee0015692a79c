/** AsyncAPI 3.0, made from the registry of event types and the table of realtime messages. */
import { type EventType, events, eventTypes } from '../contracts/events.ts';
import { disconnects } from '../contracts/generic/disconnects.ts';
import { envelopeSchema } from '../contracts/generic/envelope.ts';
import {
  clientMessages,
  handshakeAuthSchema,
  type RealtimeMessage,
  realtimeLimits,
  realtimePath,
  serverMessages,
} from '../contracts/generic/realtime.ts';
import { createSchemaCollector } from '../contracts/json-schema.ts';

type Json = Record<string, unknown>;

const introduction = `Socket.IO, over polling and WebSocket, at \`${realtimePath}\`. Who somebody is comes from the session cookie or
from a bearer token in the handshake, and nothing else.

The handshake names the last position the client knows (\`since\`) and what it watches; the server sends what was
missed, then \`sync\` — or \`reload\` — and only then what is live. An event is recognised by \`id\` and \`position\`.

Limits: messages of ${realtimeLimits.messageBytes} bytes, ${realtimeLimits.messagesPerSecond} a second and user,
${realtimeLimits.connectionsPerUser} connections a user, ${realtimeLimits.watchesPerSocket} watches a connection.

How connections end:

${Object.entries(disconnects)
  .map(
    ([code, { reason, reaction, waitMs }]) =>
      `- \`${code}\`: ${reason}. The client: ${reaction}${waitMs ? ` (${waitMs} ms)` : ''}.`,
  )
  .join('\n')}`;

export function asyncApiOf(): Json {
  const collector = createSchemaCollector({ Envelope: envelopeSchema });
  const sent: Record<string, Json> = {};
  for (const type of eventTypes) sent[type] = eventMessage(type);
  const envelope = collector.of(envelopeSchema, 'output');
  // Both sides have a message `typing`, so those of clients are named apart here.
  const server = ownMessages(serverMessages, 'output', '');
  const client = ownMessages(clientMessages, 'input', 'client:');
  const reference = (name: string): Json => ({ $ref: `#/channels/socket/messages/${pointer(name)}` });

  function ownMessages(
    table: Readonly<Record<string, RealtimeMessage>>,
    io: 'input' | 'output',
    prefix: string,
  ): Record<string, Json> {
    const found: Record<string, Json> = {};
    for (const [name, { summary, schema, answer, ephemeral }] of Object.entries(table)) {
      found[prefix + name] = {
        name,
        title: name,
        summary,
        payload: collector.of(schema, io),
        ...(answer ? { 'x-ack': collector.of(answer, 'output') } : {}),
        ...(ephemeral ? { 'x-ephemeral': true } : {}),
      };
    }
    return found;
  }

  function eventMessage(type: EventType): Json {
    const { description, version, classes, data } = events[type];
    return {
      name: type,
      title: type,
      summary: description,
      'x-schema-version': version,
      'x-viewer-classes': classes,
      payload: {
        allOf: [
          { $ref: '#/components/schemas/Envelope' },
          {
            type: 'object',
            properties: { type: { const: type }, data: collector.of(data, 'output') },
          },
        ],
      },
    };
  }

  return {
    asyncapi: '3.0.0',
    info: { title: 'Trunkline realtime', version: '1', description: introduction, license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    channels: {
      socket: {
        address: realtimePath,
        title: 'The one Socket.IO namespace',
        messages: { ...sent, ...server, ...client },
        bindings: { ws: { method: 'GET', query: { type: 'object' } } },
        'x-handshake-auth': collector.of(handshakeAuthSchema, 'input'),
      },
    },
    operations: {
      receiveEvents: {
        action: 'send',
        channel: { $ref: '#/channels/socket' },
        summary: 'Events of the log that the client may see',
        messages: eventTypes.map(reference),
      },
      receiveControl: {
        action: 'send',
        channel: { $ref: '#/channels/socket' },
        summary: 'What the server says about the connection',
        messages: Object.keys(server).map(reference),
      },
      sendRequests: {
        action: 'receive',
        channel: { $ref: '#/channels/socket' },
        summary: 'What a client may ask',
        messages: Object.keys(client).map(reference),
      },
    },
    components: { schemas: { ...collector.schemas, ...(envelope.$ref ? {} : { Envelope: envelope }) } },
  };
}

function pointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
