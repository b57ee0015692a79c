import { useRef } from 'react';
import { Controller } from 'react-hook-form';
import * as z from 'zod/mini';
import { mergeTicketSchema, type Ticket } from '../../../../src/contracts/tickets.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { TicketPicker } from '../ticket-picker.tsx';
import type { CommandFormProps } from './command-form.ts';
import styles from './form-dialog.module.css';
import { FormDialog } from './form-dialog.tsx';
import { useCommandForm } from './use-command-form.ts';

interface Values {
  readonly survivor: Ticket | null;
  readonly otherCustomer: boolean;
}

/** The customer of the duplicate does not see the survivor. */
function isApart(duplicate: Ticket, survivor: Ticket | null): boolean {
  return survivor !== null && duplicate.customerId !== null && survivor.customerId !== duplicate.customerId;
}

export function MergeForm({ ticket, onClose }: CommandFormProps) {
  const text = useText();
  const chosen = useRef<Ticket | null>(null);
  const { form, errorOf, submit, ...state } = useCommandForm<Values>({
    ticket,
    command: 'merge',
    schema: mergeTicketSchema.check(
      z.refine(({ otherCustomer }) => otherCustomer || !isApart(ticket, chosen.current), {
        error: 'must be said on purpose',
        path: ['otherCustomer'],
      }),
    ) as unknown as z.ZodMiniType<unknown, Values>,
    initial: { survivor: null, otherCustomer: false },
    prepare: ({ survivor, otherCustomer }) => ({
      ...(survivor ? { into: survivor.id } : {}),
      otherCustomer: otherCustomer && isApart(ticket, survivor),
    }),
    onDone: ({ number, mergedInto }) =>
      showToast({ kind: 'done', title: text('ticket.merged', { number, into: mergedInto?.number ?? '' }) }),
    onClose,
  });
  const survivor = form.watch('survivor');
  return (
    <FormDialog
      {...state}
      title={`${text('command.merge')} · ${ticket.number}`}
      description={text('command.merge.words', { number: ticket.number })}
      submitLabel={text('command.merge')}
      onSubmit={(event) => void submit(event)}
      onClose={onClose}
    >
      <Controller
        control={form.control}
        name="survivor"
        render={({ field }) => (
          <TicketPicker
            duplicate={ticket}
            value={field.value}
            onChange={(survivor) => {
              chosen.current = survivor;
              field.onChange(survivor);
            }}
            error={errorOf('into' as 'survivor')}
          />
        )}
      />
      {isApart(ticket, survivor) && (
        <Controller
          control={form.control}
          name="otherCustomer"
          render={({ field }) => (
            <div className={styles.caution}>
              <Checkbox
                checked={field.value}
                onChange={field.onChange}
                label={text('command.merge.apart', { number: survivor?.number ?? '' })}
              />
              {errorOf('otherCustomer') && (
                <p className={styles.cautionError} role="alert">
                  {errorOf('otherCustomer')}
                </p>
              )}
            </div>
          )}
        />
      )}
    </FormDialog>
  );
}
