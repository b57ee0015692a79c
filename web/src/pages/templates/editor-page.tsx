import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TemplateView, TemplateWords } from '../../../../src/contracts/templates.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { templateOne } from '../../api/templates.ts';
import { BackLink, DetailLoading } from '../../kit/detail.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
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
  const [words, setWords] = useState<TemplateWords>(
    () => versions.find(({ version }) => version === published)?.words ?? builtIn,
  );
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
        <Editor template={template} words={words} onChange={setWords} />
        <Versions template={template} onLoad={setWords} />
      </div>
    </>
  );
}
