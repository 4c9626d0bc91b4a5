import { describe, expect, test } from '@jest/globals';
import { read } from './reading.ts';

describe('what a note should say', () => {
  test.each([
    ['let them know the gate code is 4821', 'the gate code is 4821'],
    ['please let the crew know that the bell is out', 'the bell is out'],
    ['add a note: dog in the yard', 'dog in the yard'],
    ['add a note to my flooring job that the dog bites', 'the dog bites'],
    ['add a note saying “use the side door” please', 'use the side door'],
    ['leave a message for the crew: ring the side bell', 'ring the side bell'],
    ['tell the crew to park out back', 'park out back'],
    ['tell the installer we have two cats. thanks', 'we have two cats'],
    ["Tell the crew the power's off upstairs. And what time are they due?", "the power's off upstairs"],
    ['write down that i am fine with them starting early', 'i am fine with them starting early'],
    ['Would you record that my husband is hard of hearing?', 'my husband is hard of hearing'],
    ['make sure they know the elevator is reserved', 'the elevator is reserved'],
    ['The technician should know the elevator is out.', 'the elevator is out'],
    ['someone needs to be told the gate sticks, put it in the file', 'the gate sticks'],
    ['gate code 7719#, put that on there', 'gate code 7719#'],
    ['park in back, pass it on', 'park in back'],
    ['theres a wasp nest by the window just so they know', 'theres a wasp nest by the window'],
    ['fyi for the crew, street sweeping tuesday', 'street sweeping tuesday'],
    ['NOTE ON FENCE - SPRINKLER LINE EAST SIDE', 'SPRINKLER LINE EAST SIDE'],
    ['can you put that uh the shutoff is in the crawl space', 'the shutoff is in the crawl space'],
    ['Could you pass along that I am hard of hearing', 'I am hard of hearing'],
    ['one more thing for the guys: water is off', 'water is off'],
    ['the dog bites so please ring first', 'the dog bites so please ring first'],
  ])('%s', (message, note_text) => {
    expect(read(message, { intent: 'add_note' }).note_text).toBe(note_text);
  });

  test.each([
    'can I add a note',
    'i want to leave a comment on the pergola',
    'add a note to my flooring job please',
    'special request',
  ])('%s: nothing is said yet', (message) => {
    expect(read(message, { intent: 'add_note' })).not.toHaveProperty('note_text');
  });

  test('an answer is kept as it was written, without its lead-in', () => {
    const answer = (message: string): unknown => read(message, { expecting: 'note_text' }).note_text;
    expect(answer('Use the freight elevator. Sign in first.')).toBe('Use the freight elevator. Sign in first.');
    expect(answer('just say the cat bites')).toBe('the cat bites');
    expect(answer('tell em the cat bites')).toBe('the cat bites');
    expect(answer('um that the stairs are narrow')).toBe('the stairs are narrow');
    expect(answer('it should say: ring twice')).toBe('ring twice');
    expect(answer('   ')).toBeUndefined();
  });

  test('words for the crew stand beside another request', () => {
    expect(read('Thursday, and make sure they know the elevator is reserved', { intent: 'select_date' })).toEqual({
      date: '2026-03-05',
      note_text: 'the elevator is reserved',
    });
    expect(read('book my blinds and leave a note that the bell is out', { intent: 'book_appointment' })).toEqual({
      project: 'blinds',
      note_text: 'the bell is out',
    });
  });

  test('calling a visit off is no note, and neither is small talk', () => {
    expect(read('tell the guys not to come tomorrow', { intent: 'cancel_appointment' })).not.toHaveProperty(
      'note_text',
    );
    expect(read('tell them I want my money', { intent: 'out_of_scope' })).toEqual({});
  });
});

describe('why an appointment is to go', () => {
  test.each([
    ['please cancel, because we are moving to Ohio', 'we are moving to Ohio'],
    ['cancel my floors since my husband lost his job.', 'my husband lost his job'],
    ['cancel it due to the rain', 'the rain'],
    ['call it off bc it is too expensive, thanks', 'it is too expensive'],
    ['lost my job. gotta cancel the cabinets sorry', 'lost my job'],
    ['I found someone cheaper. take me off your list', 'I found someone cheaper'],
    [
      "We've decided to sell the house so the flooring appointment is no longer needed.",
      "We've decided to sell the house",
    ],
    ['forget the fence, hoa shot it down', 'hoa shot it down'],
    ['hi, my mother is in hospital and I need to cancel', 'my mother is in hospital'],
    ['we sold the house and bought a boat, cancel', 'we sold the house and bought a boat'],
  ])('%s', (message, reason) => {
    expect(read(message, { intent: 'cancel_appointment' }).reason).toBe(reason);
  });

  test.each([
    'please cancel my appointment',
    'cancel thursday',
    'I am John, cancel please',
    'can you cancel it?',
    'cancel because cancel',
  ])('%s says no reason', (message) => {
    expect(read(message, { intent: 'cancel_appointment' })).not.toHaveProperty('reason');
  });

  test.each([
    ['because we are moving', 'we are moving'],
    ['um because well the price went up', 'the price went up'],
    ["it's just that we can't afford it", "we can't afford it"],
    ['The reason is my back.', 'my back'],
    ['Too expensive', 'Too expensive'],
    ['it’s a duplicate of my other order', 'it’s a duplicate of my other order'],
    ['we got a puppy. also is my other job still on?', 'we got a puppy'],
    ["Financing fell through, I'm afraid.", 'Financing fell through'],
    ['health', 'health'],
  ])('%s answers why', (message, reason) => {
    expect(read(message, { expecting: 'reason' }).reason).toBe(reason);
  });

  test.each(["I'd rather not say", 'none of your business', 'no reason', 'why do you need to know', '...'])(
    '%s is no reason',
    (message) => {
      expect(read(message, { expecting: 'reason' })).not.toHaveProperty('reason');
    },
  );
});

describe('the right address', () => {
  test.each([
    ["we moved, it's 12 Oak St now", '12 Oak St'],
    ['update location to 15 Pier Ave, Apt 2, Norfolk VA 23503', '15 Pier Ave, Apt 2, Norfolk VA 23503'],
    ['change it from 10 Elm St to 12 Oak Avenue', '12 Oak Avenue'],
    ['its not 12 Oak St, its 14 Oak St', '14 Oak St'],
    ['we r at 900 s 4th st now', '900 s 4th st'],
    ['its 3387 county road 12', '3387 county road 12'],
    ['12 St James Rd', '12 St James Rd'],
    ['44 Park Place Dr N', '44 Park Place Dr N'],
    ['15 Quail Run, Norman, Oklahoma', '15 Quail Run, Norman, Oklahoma'],
    ['8 King St, New York', '8 King St, New York'],
    ['9 Main St Suite #210', '9 Main St Suite #210'],
    ['20 Lake Rd, unit 6F, Tampa', '20 Lake Rd, unit 6F, Tampa'],
    ['It should say North Main, not South Main.', 'North Main'],
    ['put apt 6F on there', 'apt 6F'],
    ['the zip should be 73072', '73072'],
    ['New place is 55 Alder. When could they come?', '55 Alder'],
  ])('%s', (message, address) => {
    expect(read(message, { intent: 'change_address' }).address).toBe(address);
  });

  test.each([
    ['8 Elm', '8 Elm'],
    ['the correct address would be 700 Lakeshore', '700 Lakeshore'],
    ["ok it's actually 482 Maplewood please", '482 Maplewood'],
    ['just fix the zip, 80210', '80210'],
    ['Apartment 12, not 21.', 'Apartment 12'],
    ['same street but number 62', 'number 62'],
  ])('%s answers which', (message, address) => {
    expect(read(message, { expecting: 'address' }).address).toBe(address);
  });

  test.each(['the address is wrong', 'ADDRESS IS INCORRECT PLEASE FIX', 'we moved'])('%s gives none yet', (message) => {
    expect(read(message, { intent: 'change_address' })).not.toHaveProperty('address');
  });
});

describe('a town', () => {
  test.each([
    ['weather in Tampa', { city: 'Tampa' }],
    ['rain in Orlando FL tomorrow?', { city: 'Orlando', state: 'FL', date: '2026-03-05' }],
    ['rain in orlando fl tomorrow?', { city: 'orlando', state: 'fl', date: '2026-03-05' }],
    ['will it snow in Portland, Maine on friday', { city: 'Portland', state: 'Maine', date: '2026-03-06' }],
    ['forecast for St. Petersburg please', { city: 'St. Petersburg' }],
    ['weather in new york this weekend', { city: 'new york', date: { start: '2026-03-07', end: '2026-03-08' } }],
    ['weather in salt lake city', { city: 'salt lake city' }],
    ['how hot in Charlotte, North Carolina', { city: 'Charlotte', state: 'North Carolina' }],
    ['Tampa weather tomorrow', { city: 'Tampa', date: '2026-03-05' }],
    ['hurricane coming, does it hit Mobile by Saturday?', { city: 'Mobile', date: '2026-03-07' }],
  ])('%s', (message, entities) => {
    expect(read(message, { intent: 'weather' })).toEqual(entities);
  });

  test.each([
    'will it rain on install day',
    "what's the weather like for the morning",
    'is it coming down in buckets here',
    'weather in general',
    'how cold in the north',
    'rain in May?',
    'nice weather today',
  ])('%s names none', (message) => {
    expect(read(message, { intent: 'weather' })).not.toHaveProperty('city');
  });

  test.each([
    ['How much snow is Cleveland getting Friday?', 'Cleveland'],
    ['is Denver going to be windy tomorrow', 'Denver'],
    ['Will Phoenix hit 110 this week?', 'Phoenix'],
    ["what's San Antonio looking like this weekend", 'San Antonio'],
    ['Portland, Oregon - rain on Monday?', 'Portland'],
    ['Chicago forecast', 'Chicago'],
    ['does Tulsa have storms coming', 'Tulsa'],
    ['Kansas City rain chances friday', 'Kansas City'],
    ['how hot is Mesa right now', 'Mesa'],
    ['Forecast Saturday Charlotte', 'Charlotte'],
    ['weather tampa', 'tampa'],
    ['rain Seattle tomorrow?', 'Seattle'],
    ['Boise June 25 to 27, dry or wet?', 'Boise'],
  ])('%s: no word leads up to it', (message, city) => {
    expect(read(message, { intent: 'weather' }).city).toBe(city);
  });

  test.each([
    'Will Friday be dry for the crew?',
    'Is Rain expected on install day?',
    "What's the Weather Tomorrow",
    'Is the crew coming if it storms',
    'How much snow are we getting Friday?',
    'Deck install Friday, dry or wet?',
    'Is Marco going to work in the rain?',
    'WILL IT RAIN FRIDAY',
    'Thanks! Will it be sunny?',
    'Saturday rain?',
    'Is Friday going to be windy',
    'Will October be wet',
    'Is Marco coming Friday?',
    'what is the chance the weather ruins the siding',
  ])('%s: a capital makes no town', (message) => {
    expect(read(message, { intent: 'weather' })).not.toHaveProperty('city');
  });

  test('without a known intent, talk of the weather is enough', () => {
    expect(read('will it rain in tampa').city).toBe('tampa');
    expect(read('are you busy in tampa', { intent: 'check_availability' })).not.toHaveProperty('city');
    expect(read('plumber in Tucson', { intent: 'out_of_scope' }).city).toBe('Tucson');
    expect(read('book me a flight to Orlando', { intent: 'out_of_scope' }).city).toBe('Orlando');
    expect(read('hours for the Dayton branch?', { intent: 'business_hours' }).city).toBe('Dayton');
  });
});
