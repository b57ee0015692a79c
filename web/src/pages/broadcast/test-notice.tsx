/** A notice to oneself, or to somebody: whether it arrives is the answer. */
import { useState } from 'react';
import { sendTest } from '../../api/broadcasts.ts';
import { useOnce } from '../../api/use-once.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useMay } from '../../session/session.ts';
import styles from './page.module.css';
import { type PickedUser, UserPicker } from './user-picker.tsx';

export function TestNotice() {
  const text = useText();
  const may = useMay();
  const [user, setUser] = useState<PickedUser | null>(null);
  const [message, setMessage] = useState('');
  const once = useOnce();
  const { mutate, isPending } = useDeed<string>({
    act: (words) => {
      const notice = { message: words, ...(user ? { userId: user.id } : {}) };
      return once(notice, (key) => sendTest(notice, key));
    },
    done: () => text('broadcast.testSent'),
    stale: [['notification']],
  });
  return (
    <form
      className={styles.test}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        mutate(message.trim() || text('broadcast.test.default'));
      }}
    >
      <h2>{text('broadcast.test')}</h2>
      <p className={styles.told}>{text('broadcast.test.words')}</p>
      {may('users.view') && <UserPicker value={user} onChange={setUser} />}
      <TextField
        label={text('broadcast.message')}
        optional
        maxLength={500}
        placeholder={text('broadcast.test.default')}
        value={message}
        onChange={(event) => setMessage(event.target.value)}
      />
      <div>
        <Button type="submit" busy={isPending}>
          {text('broadcast.test.send')}
        </Button>
      </div>
    </form>
  );
}
