/** Technicians for a ticket, best first, each with what speaks for them; of the chosen one the whole sum. */
import { useId, useState } from 'react';
import { type Candidate, type Candidates, type Score, scoreParts } from '../../../src/contracts/dispatch.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { useSpecializationName } from '../people/use-specialization-name.ts';
import styles from './candidate-list.module.css';
import { useCandidateWords } from './use-candidates.ts';

const SHOWN = 4;

export function CandidateList({
  candidates: { data, requires },
  value,
  onChange,
  error,
}: {
  readonly candidates: Candidates;
  readonly value: string;
  readonly onChange: (technicianId: string) => void;
  readonly error?: string | undefined;
}) {
  const text = useText();
  const name = useId();
  const [all, setAll] = useState(false);
  const nameOf = useSpecializationName();
  // Whoever has it now, or was chosen, is never out of view.
  const shown = data.filter((one, index) => all || index < SHOWN || one.technicianId === value);
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>
        {text('candidates.title')}
        {requires !== null && (
          <span className={styles.requires}>{text('candidates.requires', { name: nameOf(requires) })}</span>
        )}
      </legend>
      {data.length === 0 ? (
        <p className={styles.words}>
          {text('candidates.none')}. {text('candidates.none.words')}
        </p>
      ) : (
        <div className={styles.options} data-all={all || undefined}>
          {shown.map((one) => (
            <Option
              key={one.technicianId}
              group={name}
              candidate={one}
              checked={one.technicianId === value}
              onChange={onChange}
            />
          ))}
        </div>
      )}
      {!all && shown.length < data.length && (
        <div className={styles.more}>
          <Button size="small" variant="quiet" onClick={() => setAll(true)}>
            {text('candidates.all', { count: data.length })}
          </Button>
        </div>
      )}
      {error && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function Option({
  group,
  candidate,
  checked,
  onChange,
}: {
  readonly group: string;
  readonly candidate: Candidate;
  readonly checked: boolean;
  readonly onChange: (technicianId: string) => void;
}) {
  const text = useText();
  const words = useCandidateWords();
  const { technicianId, name, score, suitable } = candidate;
  return (
    <label className={styles.option} data-unsuitable={!suitable || undefined} data-candidate={technicianId}>
      <input
        type="radio"
        className={styles.input}
        name={group}
        value={technicianId}
        checked={checked}
        onChange={() => onChange(technicianId)}
      />
      <span className={styles.name}>{name}</span>
      <span className={styles.total}>{text('candidates.points', { total: score.total })}</span>
      <span className={styles.words}>{words(candidate)}</span>
      <ScoreBar score={score} />
      {checked && <span className={styles.sum}>{text('candidates.sum', { ...score })}</span>}
    </label>
  );
}

/** Of a hundred; the parts in the order of the sum. The words say the same. */
function ScoreBar({ score }: { readonly score: Score }) {
  return (
    <span className={styles.bar} aria-hidden="true">
      {scoreParts.map((part) => (
        <span key={part} className={styles.part} style={{ width: `${score[part]}%` }} />
      ))}
    </span>
  );
}
