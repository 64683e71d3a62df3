const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const pictographic =
  /\p{Extended_Pictographic}|^\p{Regional_Indicator}{2}$|^[0-9#*]\uFE0F?\u20E3$/u;

/** Whether a text is exactly one emoji: one sign to the eye, however many it is made of. */
export function isEmoji(text: string): boolean {
  return pictographic.test(text) && [...segmenter.segment(text)].length === 1;
}
