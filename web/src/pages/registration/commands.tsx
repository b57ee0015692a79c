/** What the state allows, the next step first. Each asks for what it needs, and says what will follow from it. */
import { type ReactNode, useState } from 'react';
import type { Registration, RegistrationCommandName } from '../../../../src/contracts/registrations.ts';
import { commandRegistration, registrationKeys } from '../../api/registrations.ts';
import { EntityDialog } from '../../forms/entity-dialog.tsx';
import { ReasonDialog } from '../../forms/reason-dialog.tsx';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Checkbox } from '../../kit/checkbox.tsx';
import { RadioList } from '../../kit/radio-list.tsx';
import { TextArea } from '../../kit/text-area.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { fromLocal, toLocal } from '../../tickets/local-time.ts';

/** The applicant cancels; erasing has a window of its own. */
type Asked = Exclude<RegistrationCommandName, 'cancel' | 'erase'>;
interface Deed {
  readonly command: Asked;
  readonly body: Readonly<Record<string, unknown>>;
}

export function Commands({ registration }: { readonly registration: Registration }) {
  const text = useText();
  const [asked, setAsked] = useState<Asked>();
  const [refusal, setRefusal] = useState<string>();
  const { mutate, isPending } = useDeed<Deed>({
    act: ({ command, body }) =>
      commandRegistration(registration.id, command, { body, version: registration.version }),
    done: ({ command }) => text(`registrations.done.${command}`, { name: registration.name }),
    stale: [registrationKeys.all],
    onDone: () => setAsked(undefined),
    onRefused: setRefusal,
  });
  const possible = registration.allowed.filter(
    (name): name is Asked => name !== 'cancel' && name !== 'erase',
  );
  const shared = {
    registration,
    busy: isPending,
    refusal,
    onClose: () => setAsked(undefined),
  };
  const run = (command: Asked, body: Deed['body']) => {
    setRefusal(undefined);
    mutate({ command, body });
  };
  return (
    <>
      {possible.map((command, index) => (
        <Button
          key={command}
          variant={index === 0 && command !== 'reject' ? 'primary' : 'secondary'}
          onClick={() => {
            setRefusal(undefined);
            setAsked(command);
          }}
        >
          {text(`registrations.command.${wordsOf(command, registration)}`)}
        </Button>
      ))}
      {asked === 'reject' && (
        <ReasonDialog
          {...shared}
          title={text('registrations.command.reject')}
          description={text('registrations.ask.reject')}
          submitLabel={text('registrations.command.reject')}
          onSubmit={(reason) => run('reject', { reason })}
        />
      )}
      {asked && asked !== 'reject' && (
        <CommandDialog {...shared} command={asked} onSubmit={(body) => run(asked, body)} />
      )}
    </>
  );
}

/** A survey that is planned already is planned anew. */
function wordsOf<C extends Asked>(command: C, { surveyTicket }: Registration): C | 'replan-survey' {
  return command === 'schedule-survey' && surveyTicket ? 'replan-survey' : command;
}

interface DialogProps {
  readonly registration: Registration;
  readonly command: Exclude<Asked, 'reject'>;
  readonly busy: boolean;
  readonly refusal: string | undefined;
  readonly onClose: () => void;
  readonly onSubmit: (body: Deed['body']) => void;
}

/** What is not given is asked for again. */
function CommandDialog({ registration, command, onSubmit, ...dialog }: DialogProps) {
  const text = useText();
  const [zone, setZone] = useState(registration.zone ?? '');
  const replans = command === 'schedule-survey' && registration.surveyTicket !== null;
  const [time, setTime] = useState(replans ? toLocal(registration.surveyAt) : '');
  const [overbook, setOverbook] = useState(false);
  const [found, setFound] = useState<'feasible' | 'notFeasible'>('feasible');
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const waives = command === 'approve' && registration.feasible === null;
  const required = (value: string) => (missing && value.trim() === '' ? text('form.required') : undefined);
  const forms: Readonly<
    Record<DialogProps['command'], { readonly body: Deed['body'] | undefined; readonly fields?: ReactNode }>
  > = {
    verify: {
      body: zone.trim() ? { zone: zone.trim() } : undefined,
      fields: (
        <TextField
          label={text('field.zone')}
          hint={text('form.zone')}
          value={zone}
          onChange={(event) => setZone(event.target.value)}
          error={required(zone)}
        />
      ),
    },
    'schedule-survey': {
      body: time ? { scheduledAt: fromLocal(time), ...(overbook ? { overbook } : {}) } : undefined,
      fields: (
        <>
          <TextField
            label={text('registrations.surveyAt')}
            type="datetime-local"
            value={time}
            onChange={(event) => setTime(event.target.value)}
            error={required(time)}
          />
          {replans && <Checkbox label={text('overbook.move')} checked={overbook} onChange={setOverbook} />}
        </>
      ),
    },
    'record-survey': {
      body: { feasible: found === 'feasible', ...(note.trim() ? { note: note.trim() } : {}) },
      fields: (
        <>
          <RadioList
            label={text('registrations.result')}
            value={found}
            onChange={setFound}
            options={(['feasible', 'notFeasible'] as const).map((value) => ({
              value,
              label: text(`registrations.${value}`),
            }))}
          />
          <TextArea
            label={text('registrations.note')}
            optional
            maxLength={2_000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </>
      ),
    },
    approve: { body: { waiveSurvey: waives } },
    'create-customer': {
      body: time ? { scheduledAt: fromLocal(time) } : {},
      fields: (
        <TextField
          label={text('registrations.installationAt')}
          type="datetime-local"
          optional
          value={time}
          onChange={(event) => setTime(event.target.value)}
        />
      ),
    },
  };
  const { body, fields } = forms[command];
  const named = waives ? 'waive' : wordsOf(command, registration);
  const title = text(`registrations.command.${named}`);
  return (
    <EntityDialog
      {...dialog}
      title={title}
      description={text(`registrations.ask.${named}`)}
      submitLabel={title}
      onSubmit={() => {
        setMissing(true);
        if (body) onSubmit(body);
      }}
    >
      {fields}
    </EntityDialog>
  );
}
