import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Act } from '../../../core/contracts/act.ts';
import { speechOf } from '../../../functions/responder/speech.ts';
import { partsOf } from '../../../functions/responder/templates/templates.ts';
import { weave } from '../../../functions/responder/weave.ts';
import { PHRASED, type Phrased, phrasedTurn } from '../../fixtures/speech/phrased.ts';
import { SCENARIOS, turnWith } from '../../fixtures/speech/scenarios.ts';

const NAMES = Object.keys(PHRASED) as Phrased[];
const given = (name: Phrased) => partsOf(phrasedTurn(name).acts, speechOf(phrasedTurn(name)));
const partsIn = (name: Phrased) => given(name).map(({ text }) => text);
const woven = (name: Phrased, text: string) => weave(text, given(name), phrasedTurn(name));

describe('a model’s text with the marks of the parts', () => {
  test('becomes the parts, word for word, with its own words before and between them', () => {
    const [visit, weather] = partsIn('visit_weather_voice');
    expect(woven('visit_weather_voice', 'Happy to help!\n[1]\n\nAs for the weather: [2]')).toEqual({
      text: `Happy to help! ${visit} As for the weather: ${weather}`,
      found: [],
    });
  });

  test('has lists on lines of their own', () => {
    const [list, hours, question] = partsIn('list_hours');
    expect(woven('list_hours', "Here's what I found: [1] And the office hours: [2] So, [3]").text).toBe(
      `Here's what I found:\n${list}\nAnd the office hours:\n${hours}\nSo, which one can I help you with?`,
    );
    expect(question).toBe('Which one can I help you with?');
  });

  test('may have no words of its own', () => {
    expect(woven('open', '[1] [2]')).toEqual({ text: partsIn('open').join(' '), found: [] });
  });

  test('has one sign after its words, however many a model sets', () => {
    const [first, second] = partsIn('open');
    expect(woven('open', ', Thanks for asking!! [1] And,, so:. [2]').text).toBe(
      `Thanks for asking! ${first} And, so: ${second}`,
    );
  });

  test('is plain ASCII by sms', () => {
    expect(woven('open_sms', 'I’m sorry about that — thanks for asking! [1] [2]').text).toBe(
      `I'm sorry about that, thanks for asking! ${partsIn('open_sms').join(' ')}`,
    );
  });

  test('says "sure" to nobody who may want a yes or a no: it would be one', () => {
    const [visit, weather] = partsIn('visit_weather_voice');
    const turn = { ...phrasedTurn('visit_weather_voice'), user_message: 'am I still on for Monday, and will it rain?' };
    for (const yes of ['Sure!', 'Of course!', 'You bet!', 'Okay, no problem!'])
      expect(weave(`${yes} [1] [2]`, given('visit_weather_voice'), turn).text).toBe(`${visit} ${weather}`);
  });

  test('regrets what is not there, and nothing that is', () => {
    const said = (asked_day: string) => {
      const turn = turnWith([...SCENARIOS.address, { ...SCENARIOS.hours[0], asked_day } as Act]);
      const parts = partsOf(turn.acts, speechOf(turn));
      return weave('[1] Unfortunately, [2]', parts, turn).text?.includes('Unfortunately');
    };
    expect(said('Saturday')).toBe(true);
    expect(said('Tuesday')).toBe(false);
  });

  test.each([
    ['without marks', 'That is outside what I can help with.'],
    ['with a part left out', 'Sure! [1]'],
    ['with a part twice', '[1] [2] [2]'],
    ['in another order', '[2] [1]'],
    ['with a part that there is not', '[1] [2] [3]'],
    ['with a mark of another form', '[1] (2)'],
  ])('%s is none', (_, text) =>
    expect(woven('open', text)).toMatchObject({ text: null, found: [{ kind: 'left_out' }] }),
  );

  test.each<[Phrased, string, string, string]>([
    ['open', 'Good question! It costs $40. [1] [2]', 'Good question! ', ''],
    ['open', "Thanks for asking, and you're booked for Friday. [1] [2]", '', ''],
    ['open', 'I wish I could help with that. [1] The office will call you. [2]', 'I wish I could help with that. ', ''],
    ['complaint', "I hear you. We'll refund you. [1] [2]", 'I hear you. ', ''],
    ['visit_weather_voice', 'Sure! It will be sunny: [1] Next, the weather: [2]', 'Sure! ', 'Next, the weather: '],
  ])('%s: of %j what states something is left out', (name, text, first, second) => {
    const [one, two] = partsIn(name);
    expect(woven(name, text)).toMatchObject({ text: `${first}${one} ${second}${two}`, found: [{}] });
  });

  test('says nothing after the question', () => {
    expect(woven('open', '[1] [2] Thanks!')).toMatchObject({ text: partsIn('open').join(' '), found: [{}] });
  });

  test('names a subject only before the part that tells of it', () => {
    const [visit, weather] = partsIn('visit_weather_voice');
    expect(woven('visit_weather_voice', 'The weather: [1] Your visit: [2]')).toMatchObject({
      text: `${visit} ${weather}`,
      found: [{ kind: 'statement' }, { kind: 'statement' }],
    });
  });

  test('is none when the channel cannot carry it', () => {
    const part = { text: `${'word '.repeat(298)}end.`, act: null };
    const turn = phrasedTurn('visit_notes_sms');
    expect(weave('Happy to help! [1]', [part], turn)).toMatchObject({ text: null, found: [{ kind: 'form' }] });
    expect(weave('[1]', [part], turn)).toEqual({ text: part.text, found: [] });
  });
});

test('whatever a model writes, a reply holds the parts and connecting words or there is none', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...NAMES),
      fc.array(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('Thanks! ', '[1]', '[2]', '[3]', '[0]')),
      ),
      (name, pieces) => {
        const { text, found } = woven(name, pieces.join(' '));
        if (text === null) return expect(found.length).toBeGreaterThan(0);
        const rest = partsIn(name).reduce((left, part) => left.replace(part, ''), text);
        expect(rest.replace(/Thanks!/g, '').trim()).toMatch(/^[a-z '.,:;!-]*$/i);
      },
    ),
    { numRuns: 2000 },
  );
});
