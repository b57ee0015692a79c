/** The own account: how the portal looks, the password, where one is signed in, tokens for machines. */

import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { ownExportPath } from '../../api/people.ts';
import { useText } from '../../i18n/text.ts';
import { Avatar } from '../../kit/avatar.tsx';
import { Button } from '../../kit/button.tsx';
import { LinkButton } from '../../kit/link-button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { saveFile } from '../../kit/save-file.ts';
import { Section } from '../../kit/section.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { locale, shortcuts, type Theme, theme } from '../../session/preferences.ts';
import { useMay, useUser } from '../../session/session.ts';
import { useStore } from '../../session/store.ts';
import styles from './page.module.css';
import { PasswordForm } from './password-form.tsx';
import { Sessions } from './sessions.tsx';
import { Tokens } from './tokens.tsx';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

export function Page() {
  const text = useText();
  const user = useUser();
  const may = useMay();
  return (
    <>
      <PageHeader title={text('account.title')} />
      <div className={styles.page}>
        <div className={styles.person}>
          <Avatar name={user.name} />
          <div>
            <strong>{user.name}</strong>
            <p className={styles.muted}>
              {[user.username, text(`role.${user.role}`), user.zone && zoneName(user.zone)]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </div>
        </div>
        <Section beside title={text('account.look')} words={text('account.look.words')}>
          <Look />
        </Section>
        <Section beside title={text('noticePreferences.title')} words={text('noticePreferences.words')}>
          <LinkButton to="/account/notices" variant="secondary">
            {text('noticePreferences.open')}
          </LinkButton>
        </Section>
        <Section beside title={text('account.sessions')} words={text('account.sessions.words')}>
          <Sessions />
        </Section>
        <Section beside title={text('account.password')} words={text('account.password.words')}>
          <PasswordForm />
        </Section>
        {may('tokens.manage') && (
          <Section beside title={text('account.tokens')} words={text('account.tokens.words')}>
            <Tokens />
          </Section>
        )}
        <Section beside title={text('personalData.title')} words={text('personalData.own.words')}>
          <Button onClick={() => saveFile(ownExportPath)}>{text('personalData.export')}</Button>
        </Section>
      </div>
    </>
  );
}

function Look() {
  const text = useText();
  const user = useUser();
  const [language, colours, keys] = [useStore(locale), useStore(theme), useStore(shortcuts)];
  return (
    <div className={styles.look}>
      <Segmented
        label={text('person.language')}
        value={language}
        onChange={(value) => locale.set(value)}
        segments={[
          { value: 'id', label: 'Bahasa Indonesia' },
          { value: 'en', label: 'English' },
        ]}
      />
      <Segmented
        label={text('person.theme')}
        value={colours}
        onChange={(value) => theme.set(value)}
        segments={themes.map((value) => ({ value, label: text(`theme.${value}`) }))}
      />
      {user.role !== 'customer' && (
        <Segmented
          label={text('person.shortcuts')}
          value={keys}
          onChange={(value) => shortcuts.set(value)}
          segments={[
            { value: 'on', label: text('account.on') },
            { value: 'off', label: text('account.off') },
          ]}
        />
      )}
    </div>
  );
}
