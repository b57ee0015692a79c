/** The registration as its applicant sees it: the steps behind and ahead, and the way out as long as there is one. */
import { useMutation } from '@tanstack/react-query';
import { Check, Circle, CircleDot, CircleX } from 'lucide-react';
import { useState } from 'react';
import type { RegistrationStatus, TrackedRegistration } from '../../../../src/contracts/registrations.ts';
import { cancelTracked, trackedRegistration } from '../../api/applicants.ts';
import { queryClient } from '../../api/query-client.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { type MessageId, useText } from '../../i18n/text.ts';
import { AlertDialog } from '../../kit/alert-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { RegistrationStatusLabel } from '../../registrations/words.tsx';
import styles from './progress.module.css';
import { useTracking } from './use-tracking.ts';

const SURVEY = 'track.step.survey';

const steps: readonly { readonly label: MessageId; readonly reached: readonly RegistrationStatus[] }[] = [
  { label: 'track.step.submitted', reached: ['pending_verification'] },
  { label: 'track.step.verified', reached: ['verified'] },
  { label: SURVEY, reached: ['survey_scheduled', 'survey_completed'] },
  { label: 'track.step.approved', reached: ['approved'] },
  { label: 'track.step.customer', reached: ['customer_created'] },
];

export function Progress({
  registration,
  token,
  onLeave,
}: {
  readonly registration: TrackedRegistration;
  readonly token: string;
  readonly onLeave: () => void;
}) {
  const text = useText();
  const formats = useFormats();
  const words = useProblemWords();
  const [asking, setAsking] = useState(false);
  const live = useTracking(token, registration.position);
  const cancel = useMutation({
    mutationFn: () => cancelTracked(token),
    onSuccess: (now) => queryClient.setQueryData(trackedRegistration(token).queryKey, now),
    onError(error) {
      const { title, remedy } = words(error);
      showToast({ kind: 'error', title, description: remedy });
      void queryClient.invalidateQueries({ queryKey: trackedRegistration(token).queryKey });
    },
    onSettled: () => setAsking(false),
  });
  const { number, status, rejectReason, customerCode } = registration;
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h2>{number}</h2>
        <RegistrationStatusLabel status={status} />
      </div>
      {rejectReason && <p className={styles.reason}>{rejectReason}</p>}
      {customerCode && <p className={styles.good}>{text('track.customer', { code: customerCode })}</p>}
      <Steps registration={registration} />
      <p className={styles.live} data-tracking={live ? 'live' : 'waiting'}>
        {live && text('track.live')}
      </p>
      <dl className={styles.facts}>
        <Fact label={text('field.name')} value={registration.name} />
        <Fact label={text('field.package')} value={registration.package} />
        <Fact
          label={text('registrations.preferred')}
          value={`${formats.date(registration.preferredDate)}, ${text(`registrations.slot.${registration.preferredSlot}`)}`}
        />
        <Fact label={text('field.createdAt')} value={formats.dateTime(registration.createdAt)} />
      </dl>
      <div className={styles.buttons}>
        <Button variant="quiet" onClick={onLeave}>
          {text('track.leave')}
        </Button>
        {registration.allowed.includes('cancel') && (
          <Button onClick={() => setAsking(true)}>{text('track.cancel')}</Button>
        )}
      </div>
      <AlertDialog
        open={asking}
        title={text('track.cancel')}
        description={text('track.cancel.ask', { number })}
        confirm={text('track.cancel')}
        danger
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate()}
        onCancel={() => setAsking(false)}
      />
    </div>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Steps({ registration }: { readonly registration: TrackedRegistration }) {
  const text = useText();
  const formats = useFormats();
  const { status, surveyAt, feasible } = registration;
  const over = status === 'rejected' || status === 'cancelled';
  const at = steps.findIndex(({ reached }) => reached.includes(status));
  return (
    <ol className={styles.steps} aria-label={text('track.steps')}>
      {steps.map(({ label }, index) => {
        // Where none was made, none is missed.
        if (label === SURVEY && index < at && surveyAt === null) return null;
        const state = over ? 'over' : index < at ? 'done' : index === at ? 'now' : 'ahead';
        const survey = label === SURVEY;
        return (
          <li
            key={label}
            className={styles.step}
            data-state={state}
            aria-current={state === 'now' ? 'step' : undefined}
          >
            <Icon state={state} />
            <span>{text(label)}</span>
            {survey && surveyAt && <span className={styles.detail}>{formats.dateTime(surveyAt)}</span>}
            {survey && feasible !== null && (
              <span className={styles.detail}>
                {text(feasible ? 'registrations.feasible' : 'registrations.notFeasible')}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Icon({ state }: { readonly state: 'over' | 'done' | 'now' | 'ahead' }) {
  if (state === 'done') return <Check size={18} aria-hidden="true" />;
  if (state === 'now') return <CircleDot size={18} aria-hidden="true" />;
  if (state === 'over') return <CircleX size={18} aria-hidden="true" />;
  return <Circle size={18} aria-hidden="true" />;
}
