/** Creating a ticket. What is filled in is kept until it was sent; sent twice it is still one ticket. */
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Controller, type Path, useForm } from 'react-hook-form';
import * as z from 'zod/mini';
import { replyIdSchema } from '../../../../src/contracts/replies.ts';
import { idSchema } from '../../../../src/contracts/text.ts';
import { createTicketSchema, ticketPriorities, ticketTypes } from '../../../../src/contracts/tickets.ts';
import { customerOne } from '../../api/customers.ts';
import { createOnce, isRefusal } from '../../api/once.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { queryClient } from '../../api/query-client.ts';
import { replyOne } from '../../api/replies.ts';
import { createTicket, type NewTicket } from '../../api/tickets.ts';
import { useSearchOf } from '../../app/search.ts';
import { useDraft } from '../../drafts/drafts.ts';
import { SelectField } from '../../forms/select-field.tsx';
import { issueText } from '../../i18n/form-issues.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { TextArea } from '../../kit/text-area.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { putTicket } from '../../live/ticket-cache.ts';
import {
  changesPackage,
  noPackageChange,
  PackageChangeFields,
  type PackageChangeValues,
  packageChangeOf,
} from '../../packages/package-change.tsx';
import { Own } from '../../session/rendered.ts';
import { useMay, useUser } from '../../session/session.ts';
import { fromLocal } from '../../tickets/local-time.ts';
import { CustomerPicker, type PickedCustomer } from './customer-picker.tsx';
import styles from './page.module.css';

interface Values {
  readonly type: (typeof ticketTypes)[number];
  readonly priority: (typeof ticketPriorities)[number];
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly zone: string;
  readonly scheduledAt: string;
  readonly customer: PickedCustomer | null;
  readonly packageChange: PackageChangeValues;
}

/** Who it is for, when one comes from their page; the answer by WhatsApp that asks for it. */
const search = z.object({ customer: idSchema, reply: replyIdSchema });

const empty: Values = {
  type: 'repair',
  priority: 'normal',
  title: '',
  description: '',
  category: '',
  zone: '',
  scheduledAt: '',
  customer: null,
  packageChange: noPackageChange,
};

/** Whether it was made may not be known yet when the page is left and come to again: its draft is there, too. */
const once = createOnce();

export function Page() {
  const text = useText();
  const staff = useUser().role !== 'customer';
  const { customer, reply } = useSearchOf(search);
  // Of each answer and each customer its own: what was written for one is not the draft for the next.
  const draft = ['ticket.new', reply ?? customer].filter(Boolean).join('.');
  return (
    <>
      <PageHeader title={text(staff ? 'newTicket.title' : 'newTicket.title.customer')} />
      <Own>
        <NewTicketForm key={draft} draftName={draft} asked={customer} replyId={reply} />
      </Own>
    </>
  );
}

function NewTicketForm({
  draftName,
  asked,
  replyId,
}: {
  readonly draftName: string;
  readonly asked: string | undefined;
  readonly replyId: string | undefined;
}) {
  const text = useText();
  const words = useProblemWords();
  const navigate = useNavigate();
  const staff = useUser().role !== 'customer';
  const may = useMay();
  const mayCustomers = may('customers.view');
  const mayReplies = may('deliveries.view');
  const [draft, keep, forget] = useDraft(draftName, empty);
  const filled = useRef(false);
  const madeOf = useRef<string | undefined>(undefined);
  const [refusal, setRefusal] = useState<string>();
  const form = useForm<Values>({
    // A draft of before may lack what is new.
    defaultValues: { ...empty, ...draft },
    resolver: async (values, context, options) =>
      (await standardSchemaResolver(createTicketSchema as never)(
        toTicket(values, staff) as never,
        context,
        options as never,
      )) as never,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: subscribes once.
  useEffect(
    () => form.subscribe({ formState: { values: true }, callback: ({ values }) => keep(values) }),
    [],
  );
  const { data: customer } = useQuery({
    ...customerOne(asked ?? ''),
    enabled: asked !== undefined && mayCustomers,
  });
  useEffect(() => {
    // Once: whoever is chosen instead stays chosen, however often this one is read again.
    if (!customer || filled.current) return;
    filled.current = true;
    form.setValue('customer', { id: customer.id, label: customer.name });
  }, [customer, form]);
  const { data: reply } = useQuery({
    ...replyOne(replyId ?? ''),
    enabled: replyId !== undefined && mayReplies,
  });
  useEffect(() => {
    // What was typed meanwhile, or in a draft, stays.
    if (reply && form.getValues('description') === '') form.setValue('description', reply.text);
  }, [reply, form]);
  const errorOf = (name: Path<Values> | 'customerId') =>
    issueText(text, form.getFieldState(name as Path<Values>, form.formState).error?.message);

  const { mutate, isPending } = useMutation({
    mutationFn: (ticket: NewTicket) => {
      // Sent again it says the same, also when the answer has become this very ticket by then.
      if (reply?.as && reply.ticketId === null) madeOf.current = reply.id;
      const { current: made } = madeOf;
      const body = made === undefined ? ticket : { ...ticket, replyId: made };
      return once(body, (key) => createTicket(body, key));
    },
    onSuccess: (ticket) => {
      forget();
      putTicket(queryClient, ticket, 'api');
      showToast({ kind: 'done', title: text('newTicket.created', { number: ticket.number }) });
      void navigate({ to: '/tickets/$id', params: { id: ticket.id }, replace: true } as never);
    },
    onError: (error) => {
      // It has become another ticket, perhaps: the next try asks what it is by then.
      if (isRefusal(error)) madeOf.current = undefined;
      if (error instanceof ProblemError)
        for (const { path, message } of error.fields) form.setError(path as Path<Values>, { message });
      const { title, remedy, traceId } = words(error);
      setRefusal(`${title}. ${remedy}${traceId ? ` (${traceId})` : ''}`);
    },
  });
  const submit = form.handleSubmit((ticket) => {
    setRefusal(undefined);
    mutate(ticket as unknown as NewTicket);
  });

  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      {staff && mayCustomers && (
        <Controller
          control={form.control}
          name="customer"
          render={({ field }) => (
            <CustomerPicker value={field.value} onChange={field.onChange} error={errorOf('customerId')} />
          )}
        />
      )}
      <TextField
        label={text(staff ? 'field.title' : 'newTicket.what')}
        hint={staff ? undefined : text('newTicket.what.hint')}
        error={errorOf('title')}
        {...form.register('title')}
      />
      <TextArea
        label={text('field.description')}
        optional
        error={errorOf('description')}
        {...form.register('description')}
      />
      {staff && (
        <>
          <div className={styles.pair}>
            <SelectField
              control={form.control}
              name="type"
              label={text('field.type')}
              options={ticketTypes.map((value) => ({ value, label: text(`ticket.type.${value}`) }))}
            />
            <SelectField
              control={form.control}
              name="priority"
              label={text('field.priority')}
              options={ticketPriorities.map((value) => ({
                value,
                label: text(`ticket.priority.${value}`),
              }))}
            />
          </div>
          {changesPackage(form.watch('type')) && (
            <div className={styles.pair}>
              <Controller
                control={form.control}
                name="packageChange"
                render={({ field }) => (
                  <PackageChangeFields
                    value={field.value}
                    onChange={field.onChange}
                    error={errorOf('packageChange.packageId')}
                  />
                )}
              />
            </div>
          )}
          <div className={styles.pair}>
            <TextField
              label={text('field.category')}
              optional
              error={errorOf('category')}
              {...form.register('category')}
            />
            <TextField
              label={text('field.zone')}
              optional
              hint={text('newTicket.zone.hint')}
              error={errorOf('zone')}
              {...form.register('zone')}
            />
          </div>
          <TextField
            label={text('field.scheduledAt')}
            optional
            type="datetime-local"
            error={errorOf('scheduledAt')}
            {...form.register('scheduledAt')}
          />
        </>
      )}
      {refusal && (
        <p className={styles.refusal} role="alert">
          {refusal}
        </p>
      )}
      <div className={styles.buttons}>
        <Button variant="primary" type="submit" busy={isPending} wide={!staff}>
          {text(staff ? 'newTicket.submit' : 'newTicket.submit.customer')}
        </Button>
      </div>
    </form>
  );
}

function toTicket(values: Values, staff: boolean): Readonly<Record<string, unknown>> {
  const { type, priority, title, description, category, zone, scheduledAt, customer } = values;
  const packageChange = changesPackage(type) ? packageChangeOf(values.packageChange) : undefined;
  const common = { title: title.trim(), ...(description.trim() ? { description: description.trim() } : {}) };
  // Customers report what is broken; the rest is for those who plan the work.
  if (!staff) return { type: 'repair', ...common };
  return {
    type,
    priority,
    ...common,
    ...(category.trim() ? { category: category.trim() } : {}),
    ...(zone.trim() ? { zone: zone.trim() } : {}),
    ...(scheduledAt ? { scheduledAt: fromLocal(scheduledAt) } : {}),
    ...(customer ? { customerId: customer.id } : {}),
    ...(packageChange ? { packageChange } : {}),
  };
}
