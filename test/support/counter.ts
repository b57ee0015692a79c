/** The smallest actor: what tests of the engine use, which knows no ISP. */
import pg from 'pg';
import {
  type ActorDefinition,
  type ActorRegistry,
  type ActorState,
  anyActor,
} from '../../src/engine/actor-types.ts';
import type { Effect } from '../../src/engine/effects.ts';

export interface CounterState extends ActorState {
  readonly label: string;
  readonly total: number;
  readonly createdAt: string;
}

export type CounterCommand =
  | { readonly type: 'create'; readonly label: string }
  | { readonly type: 'add'; readonly amount: number; readonly effects?: readonly Effect[] }
  | { readonly type: 'touch' };

export const counterActor: ActorDefinition<CounterState, CounterCommand> = {
  kind: 'counter',
  table: 'test_counters',
  columns: ['id', 'seq', 'version', 'label', 'total', 'createdAt'],
  instants: ['createdAt'],
  decide(state, command) {
    switch (command.type) {
      case 'create':
        return state
          ? { rejection: { code: 'conflict', detail: 'it exists' } }
          : { events: [{ type: 'counter.created', data: { label: command.label } }] };
      case 'add':
        if (!state) return { rejection: { code: 'not_found' } };
        if (command.amount < 0) {
          return { rejection: { code: 'wrong_state', detail: 'only upwards', allowed: ['add'] } };
        }
        return {
          events: [{ type: 'counter.added', data: { amount: command.amount } }],
          effects: command.effects ?? [],
        };
      case 'touch':
        return state
          ? { events: [{ type: 'counter.touched', data: {} }] }
          : { rejection: { code: 'not_found' } };
    }
  },
  evolve(state, event, meta) {
    if (event.type === 'counter.created') {
      return {
        id: meta.id,
        seq: 0,
        version: 0,
        label: String(event.data.label),
        total: 0,
        createdAt: meta.at,
      };
    }
    if (!state) throw new Error(`${event.type} before counter.created`);
    return event.type === 'counter.added'
      ? { ...state, total: state.total + Number(event.data.amount) }
      : state;
  },
  raisesVersion: (type) => type === 'counter.added',
  audience: (_event, _before, after) => [{ class: 'staff', rooms: [`counter:${after.id}`, 'counters'] }],
  eventVersion: () => 1,
};

export const counterRegistry: ActorRegistry = new Map([['counter', anyActor(counterActor)]]);

/** The counter's table, and one that effects can write to. */
export async function createCounterTables(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`
      create table test_counters (id text primary key, seq integer not null, version integer not null,
        label text not null, total bigint not null, created_at timestamptz not null);
      create table test_effects (id bigint generated always as identity primary key, actor_id text not null,
        seq integer not null, note text);
      create table test_sums (name text primary key, total bigint not null, note text)`);
  } finally {
    await client.end();
  }
}
