/** Applying for a line: the form, the code, the number. Whoever is interrupted finds what they had written. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { PackageX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { OfferedPackage } from '../../../../src/contracts/registrations.ts';
import {
  askCode,
  type NewRegistration,
  offeredPackages,
  registrationForm,
  type TrackingToken,
} from '../../api/applicants.ts';
import { isRefusal } from '../../api/once.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { useOpenDraft } from '../../drafts/drafts.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { codeFor, forgetCode } from '../../registrations/code-for.ts';
import { CodeStep } from '../../registrations/code-step.tsx';
import { useOpenForm } from '../../registrations/open-form.ts';
import {
  keepSent,
  readSent,
  type SentRegistration,
  sendRegistration,
} from '../../registrations/sent-registration.ts';
import { locale } from '../../session/preferences.ts';
import { Own, useOwnState } from '../../session/rendered.ts';
import { OpenTitle } from '../../shells/open-shell.tsx';
import { Done } from './done.tsx';
import { type Applicant, ApplicantForm, noApplicant, toRegistration } from './form.tsx';
import styles from './page.module.css';

export function Page() {
  const text = useText();
  return (
    <>
      <OpenTitle title={text('register.title')} />
      <Own>
        <Register />
      </Own>
    </>
  );
}

function Register() {
  // Sent before the page was loaded: what came of it is asked first.
  const [sent, setSent] = useOwnState(readSent);
  return sent ? <Sent sent={sent} onRefused={() => setSent(undefined)} /> : <Opened />;
}

function Sent({ sent, onRefused }: { readonly sent: SentRegistration; readonly onRefused: () => void }) {
  const [, , forget] = useOpenDraft<Applicant>('registration', noApplicant);
  const made = useQuery({
    queryKey: ['registration-sent', sent.key],
    queryFn: () => sendRegistration(sent),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const refused = isRefusal(made.error);
  const done = made.isSuccess;
  useEffect(() => {
    if (refused) onRefused();
    if (done) forget();
  }, [refused, done, onRefused, forget]);
  if (made.data) return <Done made={made.data} />;
  if (made.isError && !refused) return <ErrorState error={made.error} onRetry={() => void made.refetch()} />;
  return <SkeletonLines lines={4} />;
}

function Opened() {
  const text = useText();
  const packages = useQuery(offeredPackages);
  // Signed as soon as it stands there, so that nobody waits for it who sends it.
  useQuery(registrationForm);
  return (
    <>
      {packages.isPending && <SkeletonLines lines={8} />}
      {packages.isError && <ErrorState error={packages.error} onRetry={() => void packages.refetch()} />}
      {packages.data?.length === 0 && (
        <EmptyState icon={<PackageX size={22} />} title={text('register.noPackages')}>
          {text('register.noPackages.words')}
        </EmptyState>
      )}
      {packages.data && packages.data.length > 0 && <Steps packages={packages.data} />}
    </>
  );
}

const receiverOf = ({ phone }: Applicant): string => `register ${phone.trim()}`;

function Steps({ packages }: { readonly packages: readonly OfferedPackage[] }) {
  const text = useText();
  const words = useProblemWords();
  const [draft, keep, forget] = useOpenDraft<Applicant>('registration', noApplicant);
  const signed = useOpenForm();
  const website = useRef<HTMLInputElement>(null);
  const [againAt, setAgainAt] = useState<number>();
  const [done, setDone] = useState<TrackingToken>();
  const [fields, setFields] = useState<ProblemError['fields']>([]);
  const [refusal, setRefusal] = useState<string>();
  const onError = (error: unknown) => {
    const { title, remedy, traceId } = words(error);
    if (error instanceof ProblemError && error.fields.length > 0) {
      setFields(error.fields);
      setAgainAt(undefined);
    }
    const conflict = error instanceof ProblemError && error.code === 'conflict';
    setRefusal(conflict ? text('register.conflict') : `${title}. ${remedy}${traceId ? ` (${traceId})` : ''}`);
  };
  const begin = () => {
    setRefusal(undefined);
    setFields([]);
  };
  const code = useMutation({
    mutationFn: (applicant: Applicant) =>
      codeFor(receiverOf(applicant), () =>
        signed((form) =>
          askCode({
            phone: applicant.phone.trim(),
            locale: locale.get(),
            form,
            website: website.current?.value ?? '',
          }),
        ),
      ),
    onMutate: begin,
    onSuccess: setAgainAt,
    onError,
  });
  const submission = useMutation({
    mutationFn: (digits: string) =>
      signed((form) =>
        // The form's own contract has found everything there.
        sendRegistration(
          keepSent({
            ...toRegistration(draft),
            locale: locale.get(),
            code: digits,
            form,
            website: website.current?.value ?? '',
          } as NewRegistration),
        ),
      ),
    onMutate: begin,
    onSuccess(made) {
      forgetCode(receiverOf(draft));
      forget();
      setDone(made);
    },
    onError,
  });
  if (done) return <Done made={done} />;
  return (
    <>
      {againAt === undefined ? (
        <ApplicantForm
          packages={packages}
          draft={draft}
          fields={fields}
          busy={code.isPending}
          refusal={refusal}
          onKeep={keep}
          onSubmit={(applicant) => code.mutate(applicant)}
        />
      ) : (
        <section className={styles.section} aria-labelledby="code-title">
          <h2 id="code-title">{text('register.code.title')}</h2>
          <CodeStep
            words={text('register.code.words', { phone: draft.phone.trim() })}
            submitLabel={text('register.submit')}
            busy={submission.isPending || code.isPending}
            refusal={refusal}
            againAt={againAt}
            onSubmit={(digits) => submission.mutate(digits)}
            onAgain={() => code.mutate(draft)}
          >
            <Button
              variant="quiet"
              onClick={() => {
                begin();
                setAgainAt(undefined);
              }}
            >
              {text('register.change')}
            </Button>
          </CodeStep>
        </section>
      )}
      <div className={styles.trap} aria-hidden="true">
        <label>
          Website
          <input ref={website} name="website" tabIndex={-1} autoComplete="off" />
        </label>
      </div>
    </>
  );
}
