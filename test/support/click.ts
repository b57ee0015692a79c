// A click as the processes would send its spans: for pages about traces.

import type { OtlpTrace } from '../../src/ops/traces/otlp.ts';
import { attribute, exportOf, hex, span } from './spans.ts';

/** `afterMs`: how long after the arbitrary instant of `span` it begins. */
export function clickOf(event: { readonly id: string; readonly traceId: string }, afterMs = 0): OtlpTrace {
  const queue = (name: string, operation: 'send' | 'process') => [
    attribute('messaging.system', 'bullmq'),
    attribute('messaging.operation.name', operation),
    attribute('messaging.destination.name', name),
  ];
  const ofEvent = [
    attribute('messaging.message.id', event.id),
    attribute('trunkline.event.type', 'ticket.created'),
  ];
  const socket = (operation: 'emit' | 'receive') => [
    attribute('messaging.system', 'socketio'),
    attribute('messaging.operation.name', operation),
    attribute('messaging.destination.name', 'ticket.created'),
    attribute('messaging.message.id', event.id),
  ];
  const request = [
    attribute('http.request.method', 'POST'),
    attribute('http.route', '/api/v1/tickets'),
    attribute('url.path', '/api/v1/tickets'),
  ];
  const run = { traceId: hex(8, 32), spanId: hex(8, 16) };
  const given = exportOf({
    api: [
      span({
        id: 1,
        kind: 2,
        fromMs: afterMs + 0,
        toMs: afterMs + 12,
        name: 'POST /api/v1/tickets',
        attributes: request,
      }),
      span({
        id: 2,
        parent: 1,
        kind: 3,
        fromMs: afterMs + 2,
        toMs: afterMs + 9,
        name: 'pg.query:tickets_events',
        attributes: [attribute('db.system.name', 'postgresql')],
      }),
      span({
        id: 3,
        parent: 1,
        kind: 4,
        fromMs: afterMs + 12,
        toMs: afterMs + 14,
        name: 'send notifications',
        attributes: queue('notifications', 'send'),
      }),
    ],
    worker: [
      span({
        id: 4,
        parent: 1,
        kind: 5,
        fromMs: afterMs + 40,
        toMs: afterMs + 48,
        name: 'process notifications',
        attributes: [
          ...queue('notifications', 'process'),
          ...ofEvent,
          attribute('trunkline.wait_ms', 26),
          attribute('error.type', '40P01'),
        ],
        links: [run],
        status: { code: 2, message: 'error' },
      }),
    ],
    realtime: [
      span({
        id: 5,
        parent: 1,
        kind: 4,
        fromMs: afterMs + 20,
        toMs: afterMs + 21,
        name: 'emit ticket.created',
        attributes: [
          ...socket('emit'),
          attribute('trunkline.wait_ms', 8),
          attribute('trunkline.sockets_asked', 2),
        ],
      }),
      span({
        id: 6,
        parent: 5,
        kind: 5,
        fromMs: afterMs + 20,
        toMs: afterMs + 23,
        name: 'receive ticket.created',
        attributes: [
          ...socket('receive'),
          attribute('messaging.client.id', 'EUdHnJREeakhxWIJ'),
          attribute('network.protocol.name', 'websocket'),
          attribute('trunkline.wait_ms', 3),
        ],
      }),
    ],
  });
  for (const { scopeSpans = [] } of given.resourceSpans) {
    for (const { spans = [] } of scopeSpans) for (const one of spans) one.traceId = event.traceId;
  }
  return given;
}
