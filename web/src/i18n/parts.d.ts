/** A part of a catalogue (`build/catalogues.ts`). */
declare module '*.json?staff' {
  const messages: Record<string, string>;
  // biome-ignore lint/style/noDefaultExport: that is how JSON comes.
  export default messages;
}
