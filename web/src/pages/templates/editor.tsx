/** Words in both languages, what they look like with sample data while they are written, and what is wrong with them. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import {
  type TemplateView,
  type TemplateWords,
  templateWordsSchema,
} from '../../../../src/contracts/templates.ts';
import { saveTemplate, templateKeys, templatePreview } from '../../api/templates.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { issueText } from '../../i18n/form-issues.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { TextArea } from '../../kit/text-area.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useFaultWords } from './fault-words.ts';
import styles from './page.module.css';
import { Preview } from './preview.tsx';

const locales = ['id', 'en'] as const;
type Locale = (typeof locales)[number];
const TYPING_MS = 250;

export function Editor({
  template,
  words,
  onChange,
  onSaved,
}: {
  readonly template: TemplateView;
  readonly words: TemplateWords;
  readonly onChange: (words: TemplateWords) => void;
  /** They are a version now. */
  readonly onSaved: () => void;
}) {
  const text = useText();
  const faultWords = useFaultWords();
  const settled = useSettled(words);
  const issues = templateWordsSchema.safeParse(words).error?.issues ?? [];
  const { data: preview } = useQuery({
    ...templatePreview(template.name, settled),
    enabled: templateWordsSchema.safeParse(settled).success,
  });
  const { mutate, isPending, variables } = useDeed<boolean>({
    act: (publish) => saveTemplate(template.name, words, publish),
    done: (publish) => {
      const version = template.latest + 1;
      return publish ? text('templates.published', { version }) : text('templates.saved', { version });
    },
    stale: [templateKeys.all],
    onDone: onSaved,
  });
  const faultAt = (path: string): string | undefined => {
    const issue = issues.find((one) => one.path.join('.') === path);
    if (issue) return issueText(text, issue.message);
    const faults = (preview?.faults ?? []).filter((fault) => fault.path === path);
    return faults.length === 0 ? undefined : faults.map(({ message }) => faultWords(message)).join(' · ');
  };
  const set = (locale: Locale, part: Partial<TemplateWords[Locale]>) =>
    onChange({ ...words, [locale]: { ...words[locale], ...part } });
  const sound = issues.length === 0 && preview?.faults.length === 0 && settled === words;
  return (
    <>
      <section className={styles.variables} aria-label={text('templates.variables')}>
        <p className={styles.muted}>{text('templates.variables.words')}</p>
        <ul className={styles.chips}>
          {template.variables.map(({ name, required }) => (
            <li key={name} className="mono">
              {`{${name}}`}
              {required && '*'}
            </li>
          ))}
        </ul>
      </section>
      {locales.map((locale) => (
        <section key={locale} className={styles.language} aria-label={text(`templates.language.${locale}`)}>
          <div className={styles.fields}>
            <h2>{text(`templates.language.${locale}`)}</h2>
            <TextField
              label={text(template.kind === 'notice' ? 'templates.heading' : 'templates.subject')}
              maxLength={200}
              value={words[locale].subject}
              error={faultAt(`${locale}.subject`)}
              onChange={(event) => set(locale, { subject: event.target.value })}
            />
            <TextArea
              label={text('templates.text')}
              rows={5}
              maxLength={4_000}
              value={words[locale].text}
              error={faultAt(`${locale}.text`)}
              onChange={(event) => set(locale, { text: event.target.value })}
            />
          </div>
          <Preview kind={template.kind} shown={preview?.[locale]} />
        </section>
      ))}
      <div className={styles.buttons}>
        <Button disabled={!sound || isPending} busy={isPending && !variables} onClick={() => mutate(false)}>
          {text('templates.save')}
        </Button>
        <Button
          variant="primary"
          disabled={!sound || isPending}
          busy={isPending && variables}
          onClick={() => mutate(true)}
        >
          {text('templates.saveAndPublish')}
        </Button>
      </div>
    </>
  );
}

/** The words when typing rests. */
function useSettled(words: TemplateWords): TemplateWords {
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), TYPING_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return settled;
}
