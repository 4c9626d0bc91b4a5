/** Words of a customer who has been wronged: a person is the answer, not a list of what the assistant can do. */
const COMPLAINT =
  /\b(damag\w*|broke\w*|scratch\w*|leak\w*|crack\w*|terribl\w*|awful\w*|unacceptable|complain\w*|lawyer|attorney|sue|suing|furious|angry|disgust\w*|ridiculous|worst|no[- ]?show\w*|never (?:showed|came)|(?:didn'?t|did not|don'?t) (?:even )?show|nobody (?:showed|came)|no one (?:showed|came)|ruined|poor(ly)? (done|work\w*)|bad job|shoddy)\b/i;

/** Wants the office's number, which comes with a person. */
const ASKS_HOW_TO_CALL =
  /\b(?:phone|telephone|contact|support|office|call ?back|customer service|direct)(?: phone)? (?:number|no\b|#|line)|\b(?:number|line) (?:to call|(?:i|we) (?:can|could|should) (?:call|dial|ring)|for (?:the office|support|you))|\bhow (?:do|can|could|would) (?:i|we) (?:call|reach|phone|ring|contact|get (?:a )?hold of) (?:you|u|the office|someone|somebody|y'?all)\b/i;

/** Wants a note changed or taken back, which cannot be done here. */
const CHANGES_A_NOTE =
  /\b(?:delete|remove|erase|edit|undo|take (?:back|off|down)|get rid of|clear|scratch)\b[^.?!]*\b(?:notes?|comments?)\b/i;

export type Elsewhere = 'complaint' | 'how_to_call' | 'note_change';

/** What a message is about that is nothing the assistant does, as far as its words tell; null when they do not. */
export function elsewhereOf(text: string): Elsewhere | null {
  const said = text.replaceAll('\u2019', "'");
  if (CHANGES_A_NOTE.test(said)) return 'note_change';
  if (ASKS_HOW_TO_CALL.test(said)) return 'how_to_call';
  return COMPLAINT.test(said) ? 'complaint' : null;
}
