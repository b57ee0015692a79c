/**
 * What is done in a rendered page before it is the portal's: typed, filled in by the browser, ticked, pressed, chosen as a
 * file, sent. Nobody hears of it then, and forms begin with their own values; so it is done again, in order, when the
 * page is taken over, and not heard of before (`early.js`): of a page that is half taken over, React would send what
 * forms begin with.
 */

type Field = HTMLInputElement | HTMLTextAreaElement;

interface Deed {
  readonly type: 'click' | 'change' | 'submit';
  readonly target: EventTarget | null;
}

declare global {
  var trunklineDeeds: Deed[] | undefined;
}

/** Called before the page begins to be taken over. @returns does it again; from then on React hears of everything */
export function takeDeeds(root: HTMLElement): () => void {
  const typed = new Map<Field, string>();
  const note = ({ target }: Event) => {
    if (isText(target)) typed.set(target, target.value);
  };
  for (const field of root.querySelectorAll('input, textarea'))
    if (isText(field) && field.value !== field.defaultValue) typed.set(field, field.value);
  root.addEventListener('input', note, true);
  return () => {
    root.removeEventListener('input', note, true);
    const deeds = globalThis.trunklineDeeds ?? [];
    globalThis.trunklineDeeds = undefined;
    for (const [field, value] of typed) if (field.isConnected) type(field, value);
    let before: Deed | undefined;
    for (const deed of deeds) {
      // Pressed again and again, because nothing happened.
      if (deed.type !== before?.type || deed.target !== before.target) doAgain(deed);
      before = deed;
    }
  };
}

function doAgain({ type, target }: Deed): void {
  if (!(target instanceof Element) || !target.isConnected) return;
  if (type === 'submit' && target instanceof HTMLFormElement) target.requestSubmit();
  if (type === 'change' && target instanceof HTMLInputElement && target.type === 'file')
    target.dispatchEvent(new Event('change', { bubbles: true }));
  if (type !== 'click') return;
  const pressed = target.closest<HTMLElement>('button, [role=button], [role=switch], input');
  if (pressed instanceof HTMLInputElement) {
    if (isTicked(pressed) && pressed.checked !== pressed.defaultChecked) tick(pressed);
  } else if (
    pressed &&
    !(pressed instanceof HTMLButtonElement && pressed.type === 'submit' && pressed.form)
  ) {
    // What a submit button does stands for itself.
    pressed.click();
  }
}

function isText(target: unknown): target is Field {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !isTicked(target) && target.type !== 'file';
}

function isTicked({ type }: HTMLInputElement): boolean {
  return type === 'checkbox' || type === 'radio';
}

function tick(field: HTMLInputElement): void {
  field.checked = field.defaultChecked;
  field.click();
}

/** React hears of a value when it is another than the one that was last set in front of it. */
function type(field: Field, value: string): void {
  field.value = '';
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value') ?? {};
  set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
