/** Who goes, and when. Whoever suits it best is chosen already. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Controller } from 'react-hook-form';
import type * as z from 'zod/mini';
import { assignTicketSchema } from '../../../../src/contracts/tickets.ts';
import { candidatesOf } from '../../api/dispatch.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { CandidateList } from '../candidate-list.tsx';
import { fromLocal, toLocal } from '../local-time.ts';
import { besideLead, membersOf } from '../team.ts';
import type { CommandFormProps } from './command-form.ts';
import { FormDialog } from './form-dialog.tsx';
import { MembersField } from './members-field.tsx';
import { useCommandForm } from './use-command-form.ts';

interface Values {
  readonly technicianId: string;
  readonly members: readonly string[];
  readonly scheduledAt: string;
  readonly overbook: boolean;
}

export function AssignForm({ ticket, onClose }: CommandFormProps) {
  const text = useText();
  const { form, errorOf, submit, ...state } = useCommandForm<Values>({
    ticket,
    command: 'assign',
    schema: assignTicketSchema as unknown as z.ZodMiniType<unknown, Values>,
    initial: {
      technicianId: ticket.technicianId ?? '',
      members: membersOf(ticket),
      scheduledAt: toLocal(ticket.scheduledAt),
      overbook: false,
    },
    prepare: ({ technicianId, members, scheduledAt, overbook }) => ({
      ...(technicianId ? { technicianId } : {}),
      ...besideLead(members, technicianId),
      ...(scheduledAt ? { scheduledAt: fromLocal(scheduledAt) } : {}),
      ...(overbook ? { overbook } : {}),
    }),
    onClose,
  });
  const [chosen, members, scheduled] = form.watch(['technicianId', 'members', 'scheduledAt']);
  const candidates = useQuery({
    ...candidatesOf(ticket.id, scheduled ? fromLocal(scheduled) : undefined),
    placeholderData: (before) => before,
  });
  const best = candidates.data?.data[0];
  useEffect(() => {
    if (chosen === '' && best?.suitable) form.setValue('technicianId', best.technicianId);
  }, [chosen, best, form]);
  const before = new Set(ticket.team.map(({ technicianId }) => technicianId));
  const full = candidates.data?.data.some(
    ({ technicianId: id, booked, maxTicketsPerDay }) =>
      (id === chosen || members.includes(id)) && !before.has(id) && booked >= maxTicketsPerDay,
  );
  return (
    <FormDialog
      {...state}
      title={`${text('command.assign')} · ${ticket.number}`}
      description={ticket.title}
      submitLabel={text('command.assign')}
      onSubmit={(event) => void submit(event)}
      onClose={onClose}
    >
      <TextField
        label={text('field.scheduledAt')}
        optional
        type="datetime-local"
        error={errorOf('scheduledAt')}
        {...form.register('scheduledAt')}
      />
      {candidates.isError && !candidates.data ? (
        <ErrorState error={candidates.error} onRetry={() => void candidates.refetch()} />
      ) : candidates.data ? (
        <Controller
          control={form.control}
          name="technicianId"
          render={({ field }) => (
            <CandidateList
              candidates={candidates.data}
              value={field.value}
              onChange={(id) => {
                field.onChange(id);
                // What was agreed to for one is not agreed to for another.
                form.setValue('overbook', false);
              }}
              error={errorOf('technicianId')}
            />
          )}
        />
      ) : (
        <SkeletonLines lines={6} />
      )}
      {candidates.data && (
        <Controller
          control={form.control}
          name="members"
          render={({ field }) => (
            <MembersField
              candidates={candidates.data}
              lead={chosen}
              value={field.value}
              onChange={(next) => {
                field.onChange(next);
                form.setValue('overbook', false);
              }}
              error={errorOf('members')}
            />
          )}
        />
      )}
      {full && (
        <Controller
          control={form.control}
          name="overbook"
          render={({ field }) => (
            <Checkbox label={text('overbook.check')} checked={field.value} onChange={field.onChange} />
          )}
        />
      )}
    </FormDialog>
  );
}
