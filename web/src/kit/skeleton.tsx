import styles from './skeleton.module.css';

/** The shape of what is coming. */
export function Skeleton({
  width = '100%',
  height = 14,
}: {
  readonly width?: string | number;
  readonly height?: number;
}) {
  return <span className={styles.bone} style={{ width, height }} aria-hidden="true" />;
}

export function SkeletonLines({ lines }: { readonly lines: number }) {
  return (
    <span className={styles.lines} aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike.
        <Skeleton key={line} width={`${92 - ((line * 17) % 40)}%`} />
      ))}
    </span>
  );
}
