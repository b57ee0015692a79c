/**
 * What is done in a rendered page before it is the portal's: typed, filled in by the browser, ticked, pressed, chosen as a
 * file, sent, and the key that opens the palette. Nobody hears of it then, and forms begin with their own values; so it
 * is done again, in order, when the page is taken over, and not heard of before (`early.js`): of a page that is half
 * taken over, React would send what forms begin with.
 */

type Field = HTMLInputElement | HTMLTextAreaElement;

interface Deed {
  readonly type: 'click' | 'change' | 'submit' | 'keydown';
  readonly target: EventTarget | null;
  /** Of a key: which one, and what was held with it. */
  readonly key?: string;
  readonly ctrlKey?: boolean;
  readonly metaKey?: boolean;
}

declare global {
  var trunklineDeeds: Deed[] | undefined;
}

/**
 * Called before the page begins to be taken over, or is drawn anew in the words of another language: it has the same
 * structure then, and what was done is done where the thing stands now.
 *
 * @returns does it again; from then on React hears of everything
 */
export function takeDeeds(root: HTMLElement): () => void {
  const places = new Map<Element, readonly number[]>();
  const keepPlace = (of: unknown) => {
    if (of instanceof Element && root.contains(of)) places.set(of, placeOf(root, of));
  };
  const typed = new Map<Field, string>();
  const note = ({ target }: Event) => {
    if (isText(target)) typed.set(target, target.value);
  };
  for (const field of root.querySelectorAll('input, textarea'))
    if (isText(field) && field.value !== field.defaultValue) typed.set(field, field.value);
  const focused = document.activeElement;
  for (const one of [
    ...typed.keys(),
    ...(globalThis.trunklineDeeds ?? []).map(({ target }) => target),
    focused,
  ])
    keepPlace(one);
  root.addEventListener('input', note, true);

  /** The thing itself, or what has its place in a page that was drawn anew. */
  function now<E extends Element>(one: E): E | undefined {
    if (one.isConnected) return one;
    const there = places.get(one)?.reduce<Element | undefined>((at, index) => at?.children[index], root);
    return there?.localName === one.localName ? (there as E) : undefined;
  }

  return () => {
    root.removeEventListener('input', note, true);
    const deeds = globalThis.trunklineDeeds ?? [];
    globalThis.trunklineDeeds = undefined;
    // Read before anything is done again: what one leads to sets all others to what the page knows.
    const ticked = new Set(deeds.map(({ target }) => target).filter(isTickedByHand));
    for (const [field, value] of typed) {
      const there = now(field);
      if (there) type(there, value);
    }
    if (focused instanceof HTMLElement && !focused.isConnected) now(focused)?.focus();
    let before: Deed | undefined;
    for (const deed of deeds) {
      // Pressed again and again, because nothing happened.
      if (deed.type !== before?.type || deed.target !== before.target) doAgain(deed, now, ticked);
      before = deed;
    }
  };
}

/** How to come to it from the root: which child, of that which child, and so on. */
function placeOf(root: Element, one: Element): readonly number[] {
  const place: number[] = [];
  for (let at = one; at !== root && at.parentElement; at = at.parentElement)
    place.unshift([...at.parentElement.children].indexOf(at));
  return place;
}

function doAgain(
  { type, target, ...key }: Deed,
  now: <E extends Element>(one: E) => E | undefined,
  ticked: ReadonlySet<EventTarget | null>,
): void {
  if (!(target instanceof Element)) return;
  const there = now(target);
  if (!there) return;
  if (type === 'keydown')
    there.dispatchEvent(new KeyboardEvent(type, { ...key, bubbles: true, cancelable: true }));
  if (type === 'submit' && there instanceof HTMLFormElement) there.requestSubmit();
  if (type === 'change' && target instanceof HTMLInputElement && target.type === 'file') {
    const field = there as HTMLInputElement;
    if (field !== target) field.files = target.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
  if (type !== 'click') return;
  const pressed = there.closest<HTMLElement>('button, [role=button], [role=switch], input');
  if (pressed instanceof HTMLInputElement) {
    if (ticked.has(target)) tick(pressed);
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

function isTickedByHand(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && isTicked(target) && target.checked !== target.defaultChecked;
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
