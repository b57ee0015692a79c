/** Every version, the newest first; any of them can be used again. */
import type { TemplateView, TemplateWords } from '../../../../src/contracts/templates.ts';
import { publishTemplate, templateKeys } from '../../api/templates.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { useVersionName } from '../../ops/delivery-words.tsx';
import { useStaffName } from '../../tickets/names.ts';
import styles from './page.module.css';

export function Versions({
  template,
  onLoad,
}: {
  readonly template: TemplateView;
  readonly onLoad: (words: TemplateWords) => void;
}) {
  const text = useText();
  const formats = useFormats();
  const versionName = useVersionName();
  const nameOf = useStaffName();
  const { name, published, builtIn } = template;
  const publish = useDeed<number>({
    act: (version) => publishTemplate(name, version),
    done: (version) => text('templates.published', { version }),
    action: () => ({ label: text('templates.undo'), onClick: () => publish.mutate(published) }),
    stale: [templateKeys.all],
  });
  const rows = [
    ...[...template.versions].reverse().map(({ version, words, savedAt, savedBy }) => ({
      version,
      words,
      about: text('templates.by', {
        time: formats.dateTime(savedAt),
        name: nameOf(savedBy.id) ?? savedBy.kind,
      }),
    })),
    { version: 0, words: builtIn, about: undefined },
  ];
  return (
    <section className={styles.versions} aria-label={text('templates.versions')}>
      <h2>{text('templates.versions')}</h2>
      <ul className={styles.rows}>
        {rows.map(({ version, words, about }) => (
          <li key={version} className={styles.row}>
            <div className={styles.about}>
              <p className={styles.subject}>
                {versionName(version)} {version === published && <Badge>{text('templates.inUse')}</Badge>}
              </p>
              {about && <p className={styles.muted}>{about}</p>}
            </div>
            <Button
              size="small"
              aria-label={`${text('templates.load')}: ${versionName(version)}`}
              onClick={() => onLoad(words)}
            >
              {text('templates.load')}
            </Button>
            {version !== published && (
              <Button
                size="small"
                aria-label={`${text('templates.publish')}: ${versionName(version)}`}
                busy={publish.isPending && publish.variables === version}
                onClick={() => publish.mutate(version)}
              >
                {text('templates.publish')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
