/** Each kind of notice: where one is told of it, and whether at once. */
import { digests, type NoticeChannel } from '../../../../src/contracts/notice-preferences.ts';
import type { NoticeTypeChoice } from '../../api/notice-preferences.ts';
import { useText } from '../../i18n/text.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Checkbox } from '../../kit/checkbox.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import styles from './page.module.css';
import { useChoose } from './use-choose.ts';

export function Types({ types }: { readonly types: readonly NoticeTypeChoice[] }) {
  return (
    <ul className={styles.types}>
      {types.map((one) => (
        <Row key={one.type} one={one} />
      ))}
    </ul>
  );
}

function Row({ one }: { readonly one: NoticeTypeChoice }) {
  const text = useText();
  const choose = useChoose();
  const { type, offered, on, digest, always, chosen } = one;
  const name = text(`noticeType.${type}`);
  const toggle = (channel: NoticeChannel, checked: boolean) => {
    const next = offered.filter((each) => (each === channel ? checked : on.includes(each)));
    choose({ notices: { [type]: { on: next, digest } } });
  };
  const gathers = on.some((channel) => channel !== 'in_app');
  return (
    <li className={styles.type}>
      <div className={styles.about}>
        <p className={styles.name}>{name}</p>
        <p className={styles.muted}>{text(`noticeType.${type}.words`)}</p>
      </div>
      {always ? (
        <div className={styles.channels}>
          <span>{offered.map((channel) => text(`channel.${channel}`)).join(', ')}</span>
          <Badge>{text('noticePreferences.always')}</Badge>
        </div>
      ) : (
        <>
          <fieldset className={styles.channels}>
            <legend className="visually-hidden">{text('noticePreferences.channels', { type: name })}</legend>
            {offered.map((channel) => (
              <Checkbox
                key={channel}
                label={text(`channel.${channel}`)}
                checked={on.includes(channel)}
                onChange={(checked) => toggle(channel, checked)}
              />
            ))}
            {chosen && (
              <Button
                size="small"
                variant="quiet"
                aria-label={`${text('noticePreferences.reset')}: ${name}`}
                onClick={() => choose({ notices: { [type]: null } })}
              >
                {text('noticePreferences.reset')}
              </Button>
            )}
          </fieldset>
          {gathers && (
            <Segmented
              label={text('noticePreferences.digest', { type: name })}
              hideLabel
              value={digest}
              onChange={(value) => choose({ notices: { [type]: { on: [...on], digest: value } } })}
              segments={digests.map((value) => ({ value, label: text(`noticePreferences.digest.${value}`) }))}
            />
          )}
        </>
      )}
    </li>
  );
}
