/** Every metric of realtime. */
import { Counter, Gauge, Histogram } from 'prom-client';

export const sockets = new Gauge({
  name: 'trunkline_realtime_sockets',
  help: 'Sockets that are connected',
});

export const active = new Gauge({
  name: 'trunkline_realtime_active',
  help: '1 while this process holds the lease and serves, 0 while it stands by',
});

export const emitted = new Counter({
  name: 'trunkline_realtime_events_total',
  help: 'Events of the log that were emitted',
});

export const emitDelay = new Histogram({
  name: 'trunkline_realtime_emit_delay_seconds',
  help: 'From the decision of an event to its emission, the newest of each batch',
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
});

export const replayed = new Counter({
  name: 'trunkline_realtime_replayed_total',
  help: 'Events that were sent again to clients who came back',
});

export const reloads = new Counter({
  name: 'trunkline_realtime_reloads_total',
  help: 'Clients that were told to reload',
  labelNames: ['reason'],
});

export const cuts = new Counter({
  name: 'trunkline_realtime_cuts_total',
  help: 'Connections that the server ended',
  labelNames: ['code'],
});

export const refusals = new Counter({
  name: 'trunkline_realtime_refusals_total',
  help: 'Handshakes that were refused',
  labelNames: ['code'],
});
