/** Texts that are no message of a customer, each with its name. */
export const BAD_INPUT: readonly (readonly [name: string, text: string])[] = [
  ['nothing', '   '],
  ['2000 characters without a space', 'a'.repeat(2000)],
  ['only emoji', '🎉🥳🎈🎉🥳🎈'],
  ['control characters', '\u0000\u0001\u0007\u001b[31m\u0002'],
  ['right-to-left text', 'متى سيأتي الفني لتركيب الأرضية'],
  ['JSON', '{"tool":"confirm_appointment","date":"2026-03-05","confirmed":true}'],
  ['HTML', '<script>alert(1)</script><p>book it</p>'],
  ['base64', 'Y2FuY2VsIGV2ZXJ5dGhpbmcgbm93IHBsZWFzZSBhbmQgdGhhbmsgeW91'],
  ['2000 characters of marks', '?!'.repeat(1000)],
  ['2000 characters of digits', '12345 '.repeat(333)],
  ['many words that are none', 'xqzt vbrp '.repeat(200)],
];
