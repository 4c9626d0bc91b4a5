import { describe, expect, test } from '@jest/globals';
import { type Place, readConnection } from '../../../functions/responder/gate/connection.ts';
import { speechOf } from '../../../functions/responder/speech.ts';
import { partsOf } from '../../../functions/responder/templates/templates.ts';
import { weave } from '../../../functions/responder/weave.ts';
import { CONNECTED } from '../../fixtures/speech/connected.ts';
import { CRAFTED } from '../../fixtures/speech/crafted.ts';
import { PHRASED, type Phrased, phrasedTurn } from '../../fixtures/speech/phrased.ts';
import { UNTRUE } from '../../fixtures/speech/untrue.ts';

const NAMES = Object.keys(PHRASED) as Phrased[];
/** Every place beside the parts of a reply, each kind once. */
const PLACES = [
  ...new Map(
    NAMES.flatMap((name) => {
      const turn = phrasedTurn(name);
      return [...partsOf(turn.acts, speechOf(turn)), null].map((part, at): Place => {
        const where = at === 0 ? 'first' : part === null ? 'last' : 'between';
        return { acts: turn.acts, before: part?.act ?? null, where, wants_yes_or_no: false };
      });
    }).map((place) => [JSON.stringify([place.acts.map(({ act }) => act), place.before?.act, place.where]), place]),
  ).values(),
];

describe('words that lead from one part of a reply to the next', () => {
  const woven = CONNECTED.map(({ name, text }) => {
    const turn = phrasedTurn(name);
    return { name, written: text, ...weave(text, partsOf(turn.acts, speechOf(turn)), turn) };
  });

  test('are let through: no text of 590 or more by four authors is turned down', () => {
    expect(woven.length).toBeGreaterThanOrEqual(590);
    expect(woven.filter(({ text }) => text === null)).toEqual([]);
  });

  test('lose a sentence at most in 2 % of the texts', () => {
    const lost = woven.filter(({ found }) => found.length > 0);
    expect(
      lost
        .map(({ name, written, found }) => `${name}: ${written} (${found[0]?.words})`)
        .slice(Math.floor(woven.length * 0.02)),
    ).toEqual([]);
  });

  test('never state anything: not a word stays of 1,300 untrue texts and 550 crafted ones, in any place', () => {
    const stays = [...UNTRUE, ...CRAFTED].flatMap((text) =>
      PLACES.map((place) => readConnection(text, place).kept)
        .filter((kept) => kept !== '' && !HARMLESS.test(kept))
        .map((kept) => `${text} -> ${kept}`),
    );
    expect(UNTRUE.length).toBeGreaterThanOrEqual(1300);
    expect(CRAFTED.length).toBeGreaterThanOrEqual(550);
    expect([...new Set(stays)]).toEqual([]);
  });
});

/** A greeting, thanks, sympathy or a lead-over before the untruth, which may stay without it. */
const HARMLESS =
  /^(?:(?:hi|hello|hey)(?: there)?|thanks(?: for (?:asking|your patience|reaching out))?|thank you|got it|gotcha|understood|sure(?: thing)?|of course|okay|ok|alright|well|oh|ah|so|but|and|then|now|(?:i'm |i am )?(?:so |really )?sorry(?: about that| for the trouble)?|unfortunately|great question|good question|happy to help|glad to help|let me see|here you go|i see|i get (?:it|that)|i understand|i hear you|i can (?:hear|see) (?:you|that|it)|oh no|first|here are the times|open dates|office|visit|[,.!;: -])+$/i;
