/**
 * Works a bulk job off in steps: each of its events asks for the next items, as commands of the person who started
 * it, and for the `advance` whose event asks for the step after it (B1).
 *
 * The right to the command is looked up before each step, so who loses it has nothing done in their name any more.
 */
import type { BulkCommand, BulkItemCommand, BulkTicketCommand } from '../../actors/bulk/commands.ts';
import { locksOf } from '../../actors/ticket/places.ts';
import { bulkCommandTable } from '../../contracts/bulk.ts';
import { permissionsOfRole, type Role, type RoleChanges } from '../../contracts/permissions.ts';
import type { By, Command } from '../../engine/actor-types.ts';
import type { Queryable } from '../../engine/database.ts';
import type { Effect } from '../../engine/effects.ts';
import type { Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';

/** Items in one transaction: short enough for whoever wants one of them meanwhile. */
export const BULK_STEP = 100;

interface Owner {
  readonly role: Role;
  readonly changes: RoleChanges | null;
}

interface Step {
  readonly command: BulkItemCommand;
  readonly onBehalf: By;
  readonly running: boolean;
  /** Of whoever started it, while they may be here. */
  readonly owner: Owner | null;
  readonly items: readonly { readonly index: number; readonly itemId: string }[];
}

export const bulkSteps: Handler<ReadonlyMap<string, Step>> = {
  name: 'business.bulk',
  group: 'business',
  types: ['bulk.started', 'bulk.advanced'],
  attempts: 20,
  // Replaying the dead letter takes the job up again where it stands.
  onDead: 'continue',
  load: readSteps,
  handle(event, steps, { newId }) {
    const step = steps.get(event.id);
    if (!step?.running) return [];
    const actor = { kind: 'bulk', id: event.actorId };
    const give = (command: BulkCommand): Effect => ({
      effect: 'command',
      actor,
      command,
      tolerateRejection: true,
    });
    if (!mayGoOn(step)) return [give({ type: 'cancel', why: 'rights' })];
    const { kind } = bulkCommandTable[step.command.type];
    const { tried: from, total } = event.data as { tried: number; total: number };
    return [
      // First, so that the job's doorbell rings before those of its hundred items: the next step waits behind none.
      give({ type: 'advance', from, to: Math.min(from + BULK_STEP, total) }),
      ...step.items.map(
        ({ index, itemId }): Effect => ({
          effect: 'command',
          actor: { kind, id: itemId },
          command: commandOf(step.command, newId),
          by: step.onBehalf,
          ...(kind === 'ticket' ? { locks: locksOf(step.command as BulkTicketCommand) } : {}),
          tolerateRejection: true,
          result: { table: 'bulk_items', key: { bulk_id: event.actorId, index } },
        }),
      ),
    ];
  },
};

/** As a single request would give it: a note is each customer's own. */
function commandOf(command: BulkItemCommand, newId: () => string): Command {
  if (command.type !== 'suspend' || command.note === undefined) return command;
  return { ...command, note: { id: newId(), text: command.note } } as Command;
}

function mayGoOn({ owner, command }: Step): boolean {
  if (owner === null) return false;
  return permissionsOfRole(owner.role, owner.changes).includes(bulkCommandTable[command.type].permission);
}

interface StepRow {
  readonly event: string;
  readonly command: Step['command'];
  readonly on_behalf: By;
  readonly state: string;
  readonly owner: Owner | null;
  readonly items: Step['items'];
}

/**
 * The job behind each event, its owner's rights while they may be here, and the items that have no result yet.
 *
 * The jobs are locked first and until the step commits (B3): who cancels one is answered after the step at hand, or
 * before it and it is not made. Without the lock a step that had read `running` would go on after that answer.
 */
async function readSteps(events: readonly LoggedEvent[], db: Queryable): Promise<ReadonlyMap<string, Step>> {
  await db.query({
    name: 'lock_bulk_steps',
    text: 'select from bulk_jobs where id = any($1) order by id for update',
    values: [[...new Set(events.map(({ actorId }) => actorId))]],
  });
  const asked = events.map(({ id, actorId, data }) => ({ event: id, bulk: actorId, tried: data.tried }));
  const { rows } = await db.query<StepRow>({
    name: 'read_bulk_steps',
    text: `select a.event, b.command, b.on_behalf, b.state,
        (select json_build_object('role', u.role, 'changes', to_json(r)) from users u left join roles r on r.id = u.role
          where u.id = b.owner_id and u.status <> 'deleted' and u.status <> 'inactive'
           and (u.status <> 'locked' or u.locked_until is not null)) as owner,
        (select coalesce(json_agg(json_build_object('index', i.index, 'itemId', i.ticket_id) order by i.index), '[]')
           from bulk_items i where i.bulk_id = b.id and i.outcome is null
            and i.index >= a.tried and i.index < a.tried + $2) as items
      from jsonb_to_recordset($1::jsonb) a(event text, bulk text, tried integer) join bulk_jobs b on b.id = a.bulk`,
    values: [JSON.stringify(asked), BULK_STEP],
  });
  return new Map(
    rows.map(({ event, command, on_behalf, state, owner, items }) => [
      event,
      { command, onBehalf: on_behalf, running: state === 'running', owner, items },
    ]),
  );
}
