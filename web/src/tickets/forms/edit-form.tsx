import { Controller } from 'react-hook-form';
import type * as z from 'zod/mini';
import { editTicketSchema, type Ticket, ticketPriorities } from '../../../../src/contracts/tickets.ts';
import { SelectField } from '../../forms/select-field.tsx';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { TextArea } from '../../kit/text-area.tsx';
import { TextField } from '../../kit/text-field.tsx';
import {
  changesPackage,
  PackageChangeFields,
  type PackageChangeValues,
  packageChangeOf,
  packageChangeValues,
} from '../../packages/package-change.tsx';
import { fromLocal, toLocal } from '../local-time.ts';
import type { CommandFormProps } from './command-form.ts';
import styles from './form-dialog.module.css';
import { FormDialog } from './form-dialog.tsx';
import { useCommandForm } from './use-command-form.ts';

interface Values {
  readonly title: string;
  readonly description: string;
  readonly priority: Ticket['priority'];
  readonly category: string;
  readonly zone: string;
  readonly scheduledAt: string;
  readonly packageChange: PackageChangeValues;
  readonly overbook: boolean;
}

export function EditForm({ ticket, onClose }: CommandFormProps) {
  const text = useText();
  const initial: Values = {
    title: ticket.title,
    description: ticket.description ?? '',
    priority: ticket.priority,
    category: ticket.category ?? '',
    zone: ticket.zone ?? '',
    scheduledAt: toLocal(ticket.scheduledAt),
    packageChange: packageChangeValues(ticket.packageChange),
    overbook: false,
  };
  const { form, errorOf, submit, ...state } = useCommandForm<Values>({
    ticket,
    command: 'edit',
    schema: editTicketSchema as unknown as z.ZodMiniType<unknown, Values>,
    initial,
    // Only what was changed is sent, so that others' changes of other fields stay.
    prepare: (values) =>
      Object.fromEntries(
        Object.entries(values)
          .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(initial[name as keyof Values]))
          .map(([name, value]) => [
            name,
            name === 'packageChange'
              ? packageChangeOf(value as PackageChangeValues)
              : name === 'title' || name === 'priority'
                ? value
                : value === ''
                  ? null
                  : name === 'scheduledAt'
                    ? fromLocal(value)
                    : value,
          ]),
      ),
    onClose,
  });
  // Read while rendering: the form says it only to those who do.
  const { isDirty } = form.formState;
  // Another day has to have room for its team.
  const moves = ticket.team.length > 0 && form.watch('scheduledAt') !== initial.scheduledAt;
  return (
    <FormDialog
      {...state}
      refusal={state.refusal ?? errorOf('root' as 'title')}
      title={`${text('command.edit')} · ${ticket.number}`}
      submitLabel={text('action.save')}
      onSubmit={(event) => {
        event.preventDefault();
        // Nothing changed: nothing to ask.
        if (isDirty) void submit(event);
        else onClose();
      }}
      onClose={onClose}
    >
      <TextField label={text('field.title')} error={errorOf('title')} {...form.register('title')} />
      <TextArea
        label={text('field.description')}
        optional
        error={errorOf('description')}
        {...form.register('description')}
      />
      <div className={styles.pair}>
        <SelectField
          control={form.control}
          name="priority"
          label={text('field.priority')}
          options={ticketPriorities.map((value) => ({ value, label: text(`ticket.priority.${value}`) }))}
          error={errorOf('priority')}
        />
        <TextField
          label={text('field.category')}
          optional
          error={errorOf('category')}
          {...form.register('category')}
        />
        <TextField label={text('field.zone')} optional error={errorOf('zone')} {...form.register('zone')} />
        <TextField
          label={text('field.scheduledAt')}
          optional
          type="datetime-local"
          error={errorOf('scheduledAt')}
          {...form.register('scheduledAt')}
        />
        {moves && (
          <Controller
            control={form.control}
            name="overbook"
            render={({ field }) => (
              <Checkbox label={text('overbook.move')} checked={field.value} onChange={field.onChange} />
            )}
          />
        )}
        {changesPackage(ticket.type) && (
          <Controller
            control={form.control}
            name="packageChange"
            render={({ field }) => (
              <PackageChangeFields
                value={field.value}
                onChange={field.onChange}
                error={errorOf('packageChange')}
              />
            )}
          />
        )}
      </div>
    </FormDialog>
  );
}
