import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TemplateView, TemplateWords } from '../../../../src/contracts/templates.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { templateOne } from '../../api/templates.ts';
import { useDraft } from '../../drafts/drafts.ts';
import { useText } from '../../i18n/text.ts';
import { BackLink, DetailLoading } from '../../kit/detail.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { useVersionName } from '../../ops/delivery-words.tsx';
import { NotFound } from '../trouble/not-found.tsx';
import { Editor } from './editor.tsx';
import styles from './page.module.css';
import { Versions } from './versions.tsx';

export function EditorPage({ name }: { readonly name: string }) {
  const one = useQuery(templateOne(name));
  if (one.error instanceof ProblemError && one.error.status === 404) return <NotFound />;
  if (one.isError && !one.data) return <ErrorState error={one.error} onRetry={() => void one.refetch()} />;
  return one.data ? <Loaded template={one.data} /> : <DetailLoading />;
}

function Loaded({ template }: { readonly template: TemplateView }) {
  const versionName = useVersionName();
  const { published, versions, builtIn } = template;
  const text = useText();
  const [draft, keep, forget] = useDraft<TemplateWords | null>(`template.${template.name}`, null);
  const [words, setWords] = useState<TemplateWords>(
    () => draft ?? versions.find(({ version }) => version === published)?.words ?? builtIn,
  );
  const change = (next: TemplateWords) => {
    setWords(next);
    keep(next);
  };
  const load = (next: TemplateWords) => {
    change(next);
    if (draft === null) return;
    const undo = { label: text('action.undo'), onClick: () => change(draft) };
    showToast({ kind: 'done', title: text('templates.loaded'), action: undo });
  };
  return (
    <>
      <PageHeader
        title={template.name}
        before={
          <BackLink to="/templates" search={template.kind === 'notice' ? { kind: template.kind } : {}} />
        }
        count={versionName(published)}
      />
      <div className={styles.page}>
        <Editor template={template} words={words} onChange={change} onSaved={forget} />
        <Versions template={template} onLoad={load} />
      </div>
    </>
  );
}
