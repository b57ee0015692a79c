/**
 * What the platform's condition means for its incidents: which open, which are over. Pure; what it was told before
 * is in `calm`, and what is open comes from Postgres, so another process that takes the duty opens nothing twice.
 *
 * - I1 An incident opens once. It is over when its trouble has been away for a while: a provider that flaps is one.
 * - I2 A provider that is down explains what fails by it or waits for it: that is no incident of its own.
 */
import type { IncidentCause, IncidentCommand } from '../actors/incident/commands.ts';
import type { Figures } from '../engine/figures-sql.ts';
import type { ProviderHealth } from '../engine/provider-health.ts';
import type { Untold } from '../engine/untold.ts';

export interface Condition {
  readonly providers: readonly Pick<ProviderHealth, 'provider' | 'down'>[];
  readonly failedMessages: readonly Untold[];
  readonly deadLetters: readonly Untold[];
  readonly figures: Figures;
}

export interface TroublePolicy {
  readonly lateAfterMs: number;
  /** A provider that is up, or what is on time, for so long: it is over. */
  readonly calmMs: number;
  /** No more failures for so long: the next one is told anew. */
  readonly quietMs: number;
  /** The provider behind a channel. */
  readonly providerOf: (channel: string) => string;
}

export interface Troubles {
  /** `open`: ids of the incidents that are. */
  assess(
    condition: Condition,
    open: readonly { readonly id: string; readonly cause: IncidentCause }[],
    nowMs: number,
  ): readonly { readonly id: string; readonly command: IncidentCommand }[];
}

interface Trouble {
  readonly cause: IncidentCause;
  readonly subject: string;
  readonly count: number | null;
  readonly ageSeconds: number | null;
  /** The provider that would explain it. */
  readonly by?: string;
}

export function createTroubles(policy: TroublePolicy): Troubles {
  /** Since when the trouble of an open incident is away. */
  const calm = new Map<string, number>();

  return {
    assess(condition, open, nowMs) {
      const troubles = new Map(troublesIn(condition, policy).map((trouble) => [idOf(trouble), trouble]));
      const isOpen = new Set(open.map(({ id }) => id));
      const isDown = (provider: string): boolean => {
        const id = idOf({ cause: 'provider_down', subject: provider });
        return troubles.has(id) || isOpen.has(id);
      };
      const commands: { id: string; command: IncidentCommand }[] = [];
      for (const [id, { by, ...trouble }] of troubles) {
        calm.delete(id);
        if (isOpen.has(id) || (by !== undefined && isDown(by))) continue;
        commands.push({ id, command: { type: 'open', ...trouble } });
      }
      for (const { id, cause } of open) {
        if (troubles.has(id)) continue;
        const since = calm.get(id) ?? nowMs;
        calm.set(id, since);
        const isPulse = cause === 'messages_failed' || cause === 'handler_failed';
        if (nowMs - since < (isPulse ? policy.quietMs : policy.calmMs)) continue;
        calm.delete(id);
        commands.push({ id, command: { type: 'close' } });
      }
      return commands;
    },
  };
}

const kinds: Readonly<Record<IncidentCause, string>> = {
  provider_down: 'provider',
  messages_failed: 'deliveries',
  handler_failed: 'dead_letters',
  late: 'late',
};

function idOf({ cause, subject }: Pick<Trouble, 'cause' | 'subject'>): string {
  return `${kinds[cause]}:${subject}`;
}

function troublesIn(condition: Condition, policy: TroublePolicy): Trouble[] {
  const failed =
    (cause: IncidentCause, by: boolean) =>
    ({ subject, count }: Untold): Trouble => ({
      cause,
      subject,
      count,
      ageSeconds: null,
      ...(by ? { by: subject } : {}),
    });
  return [
    ...condition.providers
      .filter(({ down }) => down)
      .map(({ provider }): Trouble => {
        return { cause: 'provider_down', subject: provider, count: null, ageSeconds: null };
      }),
    ...condition.failedMessages.map(failed('messages_failed', true)),
    ...condition.deadLetters.map(failed('handler_failed', false)),
    ...latesIn(condition.figures, policy),
  ];
}

/** Ages of what should be done at once. Queues are left out: their jobs only ring for what is read here. */
function latesIn(figures: Figures, { lateAfterMs, providerOf }: TroublePolicy): Trouble[] {
  return figures.flatMap(([name, labels, seconds]): Trouble[] => {
    const named = labels as Readonly<Record<string, string>>;
    if (seconds * 1_000 <= lateAfterMs) return [];
    const late = { cause: 'late', count: null, ageSeconds: Math.round(seconds) } as const;
    switch (name) {
      case 'unnumberedAge':
        return [{ ...late, subject: 'log' }];
      case 'mailboxAge':
        return [{ ...late, subject: `mailbox ${named.group}` }];
      case 'deliveryAge':
        return [{ ...late, subject: `deliveries ${named.channel}`, by: providerOf(named.channel ?? '') }];
      case 'timerLate':
        return [{ ...late, subject: 'timers' }];
      case 'scheduleLate':
        return [{ ...late, subject: `schedule ${named.schedule}` }];
      default:
        return [];
    }
  });
}
