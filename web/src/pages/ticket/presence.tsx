/** Who else of the staff is looking at this ticket. Names stand where they are known; the rest is counted. */
import { useText } from '../../i18n/text.ts';
import { Avatar } from '../../kit/avatar.tsx';
import { useOthers } from '../../live/presence.ts';
import { useUser } from '../../session/session.ts';
import { useStaffName } from '../../tickets/names.ts';
import styles from './presence.module.css';

const SHOWN = 3;

export function Presence({ id }: { readonly id: string }) {
  const text = useText();
  const me = useUser();
  const nameOf = useStaffName();
  const others = useOthers('ticket', id).users.filter((user) => user !== me.id);
  if (others.length === 0) return null;
  const names = others.map(nameOf).filter((name) => name !== undefined);
  return (
    <span className={styles.presence} role="status">
      {names.slice(0, SHOWN).map((name) => (
        <Avatar key={name} name={name} label />
      ))}
      <span className={styles.words}>{text('presence.looking', { count: others.length })}</span>
    </span>
  );
}
