/** The saved views that the person has, own and shared. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bookmark } from 'lucide-react';
import { viewList } from '../../api/views.ts';
import { useText } from '../../i18n/text.ts';
import styles from './page.module.css';

export function Views() {
  const text = useText();
  const { data } = useQuery(viewList);
  if (!data?.data.length) return null;
  return (
    <section className={styles.section}>
      <h2>{text('view.list')}</h2>
      <ul className={styles.tools}>
        {data.data.map(({ id, name, mine }) => (
          <li key={id}>
            <Link to={'/tickets' as string} {...({ search: { view: id } } as object)} className={styles.tool}>
              <Bookmark size={18} aria-hidden="true" />
              <span className={styles.words}>
                <b>{name}</b>
                <span>{text(mine ? 'view.own' : 'view.others')}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
