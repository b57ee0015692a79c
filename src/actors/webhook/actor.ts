/**
 * A webhook: an address outside that wants events.
 *
 *   active ⇄ disabled, and deleted from either. A deleted one keeps its row, so that its deliveries keep a name.
 *
 * - The secrets are rows of their own, written as effects: neither state nor log nor answer holds one.
 * - The secret before the current one signs until it expires; of those before it each keeps its own end.
 */
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type {
  ActorDefinition,
  ActorState,
  DecideContext,
  Decided,
  Decision,
  EvolveMeta,
  NewEvent,
} from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';
import type { DisableReason, WebhookCommand, WebhookFields } from './commands.ts';

export interface WebhookState extends ActorState, WebhookFields {
  readonly status: 'active' | 'disabled' | 'deleted';
  readonly reason: DisableReason | null;
  readonly secretId: string;
  readonly previousSecretUntil: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Since when it is what it is: failures of before say nothing of it. */
  readonly enabledAt: string;
  readonly disabledAt: string | null;
}

export const webhook: ActorDefinition<WebhookState, WebhookCommand> = {
  kind: 'webhook',
  table: 'webhooks',
  columns: [
    'id',
    'seq',
    'version',
    'url',
    'description',
    'types',
    'status',
    'reason',
    'secretId',
    'previousSecretUntil',
    'createdAt',
    'updatedAt',
    'enabledAt',
    'disabledAt',
  ],
  instants: ['previousSecretUntil', 'createdAt', 'updatedAt', 'enabledAt', 'disabledAt'],
  decide,
  evolve,
  raisesVersion: (type) => type !== 'webhook.tested',
  audience: () => [{ class: 'staff', rooms: [rooms.role('admin')] }],
  eventVersion,
};

function decide(state: WebhookState | undefined, command: WebhookCommand, context: DecideContext): Decision {
  if (command.type === 'create') {
    if (state) return refuse('conflict', 'The webhook exists already.');
    const { url, description, types, secretId, secret } = command;
    return {
      events: [event('webhook.created', { types: [...types] }, { url, description, secretId })],
      effects: [newSecret(context, secretId, secret)],
    };
  }
  if (!state || state.status === 'deleted') return refuse('not_found');
  switch (command.type) {
    case 'edit': {
      const { types = state.types, ...content } = command.fields;
      const fields = Object.keys(command.fields).filter((key) => differs(state, command.fields, key));
      if (fields.length === 0) return { events: [] };
      return { events: [event('webhook.edited', { fields, types: [...types] }, content)] };
    }
    case 'enable':
      return { events: state.status === 'active' ? [] : [event('webhook.enabled', {})] };
    case 'disable': {
      if (state.status === 'disabled') return { events: [] };
      const { host } = new URL(state.url);
      return { events: [event('webhook.disabled', { reason: command.reason, host })] };
    }
    case 'delete':
      return {
        events: [event('webhook.deleted', {})],
        effects: [{ effect: 'delete', table: 'webhook_secrets', row: { webhook_id: context.id } }],
      };
    case 'rotate': {
      const { secretId, secret, previousUntil } = command;
      return {
        events: [event('webhook.rotated', { previousUntil }, { secretId })],
        effects: [
          {
            effect: 'update',
            table: 'webhook_secrets',
            key: ['id'],
            row: { id: state.secretId, expires_at: previousUntil },
          },
          newSecret(context, secretId, secret),
        ],
      };
    }
    case 'test':
      if (state.status === 'disabled') return refuse('wrong_state', 'The webhook is disabled.', ['enable']);
      return { events: [event('webhook.tested', {})] };
  }
}

type Effect = NonNullable<Decided['effects']>[number];

function newSecret({ id, now }: DecideContext, secretId: string, secret: string): Effect {
  return {
    effect: 'insert',
    table: 'webhook_secrets',
    row: { id: secretId, webhook_id: id, secret, created_at: now, expires_at: null },
  };
}

function differs(state: WebhookState, fields: object, key: string): boolean {
  const of = (from: object) => JSON.stringify((from as Record<string, unknown>)[key]);
  return of(state) !== of(fields);
}

function evolve(state: WebhookState | undefined, from: NewEvent, { id, at }: EvolveMeta): WebhookState {
  if (from.type === 'webhook.created') {
    const { types } = dataOf('webhook.created', from);
    const content = from.personal as unknown as Omit<WebhookFields, 'types'> & { secretId: string };
    return {
      id,
      seq: 0,
      version: 0,
      ...content,
      types,
      status: 'active',
      reason: null,
      previousSecretUntil: null,
      createdAt: at,
      updatedAt: at,
      enabledAt: at,
      disabledAt: null,
    };
  }
  if (!state) throw new Error(`${from.type} came to a webhook that was never made`);
  switch (from.type) {
    case 'webhook.edited': {
      const { types } = dataOf('webhook.edited', from);
      return { ...state, ...(from.personal as Partial<WebhookFields>), types, updatedAt: at };
    }
    case 'webhook.enabled':
      return { ...state, status: 'active', reason: null, enabledAt: at, disabledAt: null };
    case 'webhook.disabled':
      return {
        ...state,
        status: 'disabled',
        reason: dataOf('webhook.disabled', from).reason,
        disabledAt: at,
      };
    case 'webhook.deleted':
      return { ...state, status: 'deleted', disabledAt: at };
    case 'webhook.rotated': {
      const { previousUntil } = dataOf('webhook.rotated', from);
      const { secretId } = from.personal as unknown as { secretId: string };
      return { ...state, secretId, previousSecretUntil: previousUntil };
    }
    case 'webhook.tested':
      return state;
    default:
      return unknownEvent('webhook', from.type);
  }
}
