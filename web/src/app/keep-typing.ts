/**
 * What is typed, or filled in by the browser, while a rendered page is not the portal's yet: forms begin with their own
 * values then, which would take its place. A form that was sent meanwhile is sent then.
 */

declare global {
  /** By `early.js`. */
  var trunklineSubmitted: EventTarget | null | undefined;
}

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * Called before the page begins to be taken over: what is sent from then on, React hears of.
 * @returns types and sends it again, to be called when the page is taken over
 */
export function keepTyping(root: HTMLElement): () => void {
  const typed = new Map<Field, string>();
  const sent = globalThis.trunklineSubmitted;
  const note = ({ target }: Event) => {
    if (isField(target)) typed.set(target, target.value);
  };
  for (const field of root.querySelectorAll('input, textarea'))
    if (isField(field) && field.value !== field.defaultValue) typed.set(field, field.value);
  root.addEventListener('input', note, true);
  return () => {
    root.removeEventListener('input', note, true);
    for (const [field, value] of typed) if (field.isConnected) type(field, value);
    if (sent instanceof HTMLFormElement && sent.isConnected) sent.requestSubmit();
  };
}

function isField(target: unknown): target is Field {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio';
}

/** React hears of a value when it is another than the one that was last set in front of it. */
function type(field: Field, value: string): void {
  field.value = '';
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value') ?? {};
  set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
