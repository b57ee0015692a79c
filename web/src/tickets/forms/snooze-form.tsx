import { useState } from 'react';
import { Controller } from 'react-hook-form';
import * as z from 'zod/mini';
import { snoozeTicketSchema } from '../../../../src/contracts/tickets.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { RadioList } from '../../kit/radio-list.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { TextField } from '../../kit/text-field.tsx';
import { fromLocal, toLocal } from '../local-time.ts';
import { snoozeTimes } from '../snooze-times.ts';
import { useTicketCommand } from '../use-ticket-command.ts';
import type { CommandFormProps } from './command-form.ts';
import { FormDialog } from './form-dialog.tsx';
import { useCommandForm } from './use-command-form.ts';

const LATER_MS = 3 * 3_600_000;

interface Values {
  readonly when: 'later' | 'tomorrow' | 'monday' | 'own';
  readonly own: string;
}

export function SnoozeForm({ ticket, onClose }: CommandFormProps) {
  const text = useText();
  const formats = useFormats();
  const undo = useTicketCommand();
  const [instants] = useState(() => {
    const now = new Date();
    const { tomorrow, monday } = snoozeTimes(toLocal(now.toISOString()));
    return {
      later: new Date(now.getTime() + LATER_MS).toISOString(),
      tomorrow: fromLocal(tomorrow),
      monday: fromLocal(monday),
    };
  });
  const { form, errorOf, submit, ...state } = useCommandForm<Values>({
    ticket,
    command: 'snooze',
    schema: snoozeTicketSchema.check(
      z.refine(({ until }) => Date.parse(until) > Date.now(), { error: 'has passed', path: ['until'] }),
    ) as unknown as z.ZodMiniType<unknown, Values>,
    initial: { when: 'tomorrow', own: toLocal(ticket.snoozedUntil ?? instants.tomorrow) },
    prepare: ({ when, own }) => ({ until: when === 'own' ? fromLocal(own) : instants[when] }),
    onDone: (snoozed) =>
      showToast({
        kind: 'done',
        title: text('ticket.snoozed', {
          number: snoozed.number,
          time: formats.dateTime(snoozed.snoozedUntil ?? ''),
        }),
        action: {
          label: text('action.undo'),
          onClick: () =>
            undo.mutate(
              ticket.snoozedUntil
                ? { ticket: snoozed, command: 'snooze', body: { until: ticket.snoozedUntil } }
                : { ticket: snoozed, command: 'unsnooze' },
            ),
        },
      }),
    onClose,
  });
  const presets = [
    'later',
    'tomorrow',
    ...(instants.monday === instants.tomorrow ? [] : ['monday']),
  ] as const;
  return (
    <FormDialog
      {...state}
      title={`${text('command.snooze')} · ${ticket.number}`}
      description={text('command.snooze.words')}
      submitLabel={text('command.snooze')}
      onSubmit={(event) => void submit(event)}
      onClose={onClose}
    >
      <Controller
        control={form.control}
        name="when"
        render={({ field }) => (
          <RadioList
            label={text('field.snoozedUntil')}
            value={field.value}
            onChange={field.onChange}
            options={[
              ...(presets as readonly Exclude<Values['when'], 'own'>[]).map((value) => ({
                value,
                label: text(`snooze.${value}`),
                detail: formats.dateTime(instants[value]),
              })),
              { value: 'own' as const, label: text('snooze.own') },
            ]}
          />
        )}
      />
      {form.watch('when') === 'own' && (
        <TextField
          label={text('snooze.own.time')}
          type="datetime-local"
          error={errorOf('until' as 'own')}
          {...form.register('own')}
        />
      )}
    </FormDialog>
  );
}
