/** The words of notices and messages: which there are, and the editor of the one that is looked at. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MailPlus } from 'lucide-react';
import { useIntl } from 'react-intl';
import * as z from 'zod/mini';
import { templateNameSchema, type WordsKind, wordsKindSchema } from '../../../../src/contracts/templates.ts';
import { templateList } from '../../api/templates.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useText } from '../../i18n/text.ts';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { Table } from '../../kit/table.tsx';
import { Time } from '../../lists/cells.tsx';
import { FilterBar, ListPage } from '../../lists/paged-table.tsx';
import { useVersionName } from '../../ops/delivery-words.tsx';
import { Own } from '../../session/rendered.ts';
import { EditorPage } from './editor-page.tsx';
import styles from './page.module.css';

const search = z.object({ template: templateNameSchema, kind: wordsKindSchema });
const kinds = ['message', 'notice'] as const satisfies readonly WordsKind[];

export function Page() {
  const { template } = useSearchOf(search);
  if (template === undefined) return <List />;
  return (
    <Own>
      <EditorPage key={template} name={template} />
    </Own>
  );
}

function List() {
  const text = useText();
  const language = useIntl().locale === 'en' ? 'en' : 'id';
  const versionName = useVersionName();
  const { kind = 'message' } = useSearchOf(search);
  const setSearch = useSetSearch();
  const { data, error, isPending, refetch } = useQuery(templateList);
  return (
    <>
      <PageHeader title={text('templates.title')} />
      <ListPage>
        <FilterBar>
          <Segmented<WordsKind>
            label={text('templates.kind')}
            hideLabel
            value={kind}
            onChange={(next) => setSearch({ kind: next === 'message' ? undefined : next })}
            segments={kinds.map((value) => ({ value, label: text(`templates.kind.${value}`) }))}
          />
        </FilterBar>
        <p className={styles.muted}>{text(`templates.words.${kind}`)}</p>
        {isPending ? (
          <SkeletonLines lines={8} />
        ) : !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data.data.length === 0 ? (
          <EmptyState icon={<MailPlus size={22} />} title={text('templates.empty')} />
        ) : (
          <Table
            caption={text('templates.title')}
            rows={data.data.filter((row) => row.kind === kind)}
            rowKey={({ name }) => name}
            columns={[
              {
                key: 'name',
                header: text('templates.name'),
                cell: ({ name, subject }) => (
                  <>
                    <Link
                      to={'/templates' as string}
                      {...({ search: { template: name, ...(kind === 'notice' ? { kind } : {}) } } as object)}
                      className={styles.link}
                    >
                      {subject[language] ?? name}
                    </Link>
                    <span className={`mono ${styles.key}`}>{name}</span>
                  </>
                ),
              },
              {
                key: 'used',
                header: text('templates.used'),
                cell: ({ published }) => versionName(published),
              },
              {
                key: 'latest',
                header: text('templates.latest'),
                wideOnly: true,
                cell: ({ latest }) => versionName(latest),
              },
              {
                key: 'at',
                header: text('templates.updatedAt'),
                cell: ({ updatedAt }) => <Time at={updatedAt} />,
              },
            ]}
          />
        )}
      </ListPage>
    </>
  );
}
